#include "load/conversation.hpp"

#include "load/json_text.hpp"

#include <nlohmann/json.hpp>

#include <functional>

namespace troupe::load {

fingerprint fingerprint_of(std::string_view text) noexcept {
  return {std::hash<std::string_view>{}(text), text.size()};
}

std::string conversation::body(std::string_view question, std::string_view client_message_id,
                               bool stream) const {
  auto text = std::string{R"({"message":)"};
  text.append(question).append(R"(,"client_message_id":")").append(client_message_id).append("\"");
  if (!session_id_.empty())
    text.append(R"(,"session_id":)").append(json_text(session_id_));
  else if (!external_id_.empty())
    text.append(R"(,"customer":{"external_id":)").append(json_text(external_id_)).append("}");
  if (stream) text.append(R"(,"stream":true)");
  return text.append("}");
}

std::string conversation::spoken(std::string_view question, std::string_view client_message_id) {
  auto text = std::string{R"({"type":"message","message":)"};
  return text.append(question).append(R"(,"client_message_id":")").append(client_message_id).append("\"}");
}

std::optional<fault> conversation::acknowledge(std::uint32_t question, const nlohmann::json& answer) {
  const auto& session_id = answer["session_id"].get_ref<const std::string&>();
  const auto& customer_id = answer["customer_id"].get_ref<const std::string&>();
  if (session_id_.empty()) {
    session_id_ = session_id;
    customer_id_ = customer_id;
  }
  if (session_id != session_id_)
    return fault{wrong::crossed, session_id_ + " got an answer of " + session_id};
  if (customer_id != customer_id_)
    return fault{wrong::crossed, session_id_ + ", of " + customer_id_ + ", got an answer for " + customer_id};
  auto turn = acknowledged_turn{answer["turn_id"], question, {}};
  if (const auto& text = answer["answer"]; text.is_string())
    turn.answer = fingerprint_of(text.get_ref<const std::string&>());
  turns_.push_back(std::move(turn));
  return std::nullopt;
}

} // namespace troupe::load
