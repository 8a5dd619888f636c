#include "http/openai/request.hpp"

#include <algorithm>
#include <optional>

namespace troupe::http::openai {
namespace {

using text_or_fault = std::variant<std::string, fault>;

std::string at(std::size_t message) { return "messages[" + std::to_string(message) + "]"; }

/// The words of a message: a text, or a list of parts that are texts.
text_or_fault words_of(const json& message, const std::string& where) {
  const auto content = message.find("content");
  if (content == message.end() || content->is_null()) return std::string{};
  if (content->is_string()) return content->get<std::string>();
  const auto param = where + ".content";
  if (!content->is_array()) return fault{param + " must be a string or an array of parts", param};
  auto text = std::string{};
  for (const auto& part : *content) {
    const auto is_text = part.is_object() && part.value("type", json{}) == "text" && part.contains("text")
                         && part["text"].is_string();
    if (!is_text) return fault{param + " may hold parts of the type text only", param};
    text += part["text"].get_ref<const std::string&>();
  }
  return text;
}

std::optional<role> role_of(const json& message) {
  const auto named = message.value("role", json{});
  if (named == "user") return role::customer;
  if (named == "assistant") return role::assistant;
  return std::nullopt;
}

/// Said to Troupe, or about it, by neither side of the conversation.
bool is_passed_over(const json& message) {
  const auto named = message.value("role", json{});
  return named == "system" || named == "developer" || named == "tool" || named == "function";
}

std::variant<std::vector<said>, fault> conversation_in(const json& messages) {
  auto all = std::vector<said>{};
  for (std::size_t i = 0; i < messages.size(); ++i) {
    const auto& message = messages[i];
    if (!message.is_object()) return fault{at(i) + " must be an object", at(i)};
    if (is_passed_over(message)) continue;
    const auto from = role_of(message);
    if (!from)
      return fault{at(i) + ".role must be system, developer, user, assistant or tool", at(i) + ".role"};
    auto words = words_of(message, at(i));
    if (auto* wrong = std::get_if<fault>(&words)) return std::move(*wrong);
    all.push_back({*from, std::get<std::string>(std::move(words))});
  }
  return all;
}

std::optional<fault> wrong_type(const json& body) {
  struct expectation {
    std::string_view name;
    bool (*fits)(const json&);
    std::string_view expected;
  };
  constexpr auto is_text = [](const json& v) { return v.is_string(); };
  constexpr auto is_object = [](const json& v) { return v.is_object(); };
  constexpr auto is_truth = [](const json& v) { return v.is_boolean(); };
  const auto expectations = std::to_array<expectation>({{"model", is_text, "a string"},
                                                        {"user", is_text, "a string"},
                                                        {"stream", is_truth, "true or false"},
                                                        {"stream_options", is_object, "an object"},
                                                        {"metadata", is_object, "an object"}});
  for (const auto& e : expectations) {
    const auto value = body.find(e.name);
    if (value != body.end() && !value->is_null() && !e.fits(*value))
      return fault{std::string{e.name} + " must be " + std::string{e.expected}, std::string{e.name}};
  }
  return std::nullopt;
}

std::optional<fault> unsupported(const json& body) {
  if (const auto n = body.find("n"); n != body.end() && !n->is_null() && *n != 1)
    return fault{"n: one answer is given to a message; leave n out or set it to 1", "n"};
  const auto choice = body.value("tool_choice", json{});
  if (choice == "required" || choice.is_object())
    return fault{"tool_choice: no tools are called; leave it out, or set it to auto or none", "tool_choice"};
  const auto format = body.value("response_format", json{});
  if (format.is_object() && format.value("type", json("text")) != "text")
    return fault{"response_format: answers are text; leave it out or set its type to text",
                 "response_format"};
  const auto modalities = body.value("modalities", json{});
  if (modalities.is_array() && std::ranges::find(modalities, json("audio")) != modalities.end())
    return fault{"modalities: answers are text; leave it out", "modalities"};
  return std::nullopt;
}

std::string text_member(const json& object, std::string_view name) {
  const auto value = object.find(name);
  return value != object.end() && value->is_string() ? value->get<std::string>() : std::string{};
}

bool flag(const json& object, std::string_view name) {
  const auto value = object.find(name);
  return value != object.end() && value->is_boolean() && value->get<bool>();
}

bool is_blank(const std::string& text) {
  return std::ranges::all_of(text, [](unsigned char c) { return c <= ' '; });
}

} // namespace

std::variant<completion_request, fault> read_request(const json& body) {
  if (!body.is_object()) return fault{"the body must be a JSON object", ""};
  if (auto wrong = wrong_type(body)) return *wrong;
  if (auto wrong = unsupported(body)) return *wrong;
  const auto messages = body.find("messages");
  if (messages == body.end() || !messages->is_array() || messages->empty())
    return fault{"messages must be an array of at least one message", "messages"};
  auto read = conversation_in(*messages);
  if (auto* wrong = std::get_if<fault>(&read)) return std::move(*wrong);

  auto asked = completion_request{};
  asked.before = std::get<std::vector<said>>(std::move(read));
  const auto spoke_last = std::ranges::find_if(asked.before.rbegin(), asked.before.rend(),
                                               [](const said& s) { return s.from != role::customer; });
  for (auto m = spoke_last.base(); m != asked.before.end(); ++m)
    asked.text += (asked.text.empty() ? "" : "\n") + m->text;
  asked.before.erase(spoke_last.base(), asked.before.end());
  if (is_blank(asked.text))
    return fault{"messages must end with a message of the user that holds text", "messages"};

  asked.model = text_member(body, "model");
  if (asked.model.empty()) asked.model = "troupe";
  asked.user = text_member(body, "user");
  asked.streamed = flag(body, "stream");
  asked.usage_wanted = flag(body.value("stream_options", json::object()), "include_usage");
  asked.session_id = text_member(body.value("metadata", json::object()), "session_id");
  return asked;
}

} // namespace troupe::http::openai
