#include "actors/llm/request_body.hpp"

#include <nlohmann/json.hpp>

namespace troupe::llm {

std::string request_body(const std::string& model, std::span<const prompt_message> prompt,
                         const body_options& with) {
  auto messages = nlohmann::json::array();
  for (const auto& m : prompt) messages.push_back({{"role", m.role}, {"content", m.text}});
  const auto body = nlohmann::ordered_json{{"model", model},
                                           {"messages", std::move(messages)},
                                           {"max_tokens", with.max_tokens},
                                           {"temperature", with.temperature},
                                           {"stream", true},
                                           {"stream_options", {{"include_usage", true}}}};
  return body.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

} // namespace troupe::llm
