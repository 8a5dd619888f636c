#include "http/openai/answer.hpp"

namespace troupe::http::openai {
namespace {

std::string id_of(std::string_view turn_id) { return "chatcmpl-" + std::string{turn_id}; }

ordered_json object_of(const completion& c, std::string_view turn_id, std::string_view kind) {
  return {{"id", id_of(turn_id)}, {"object", kind}, {"created", c.created}, {"model", c.model}};
}

/// Null is no text to many clients: while a human has the session nothing is said.
std::string text_of_answer(const ordered_json& answer) {
  const auto& text = answer.at("answer");
  return text.is_string() ? text.get<std::string>() : std::string{};
}

ordered_json usage_of(const ordered_json& answer) {
  const auto usage = answer.value("usage", ordered_json{});
  const auto count = [&](const char* name) {
    return usage.is_object() ? usage.value(name, std::uint64_t{0}) : std::uint64_t{0};
  };
  const auto prompt = count("prompt_tokens");
  const auto completion = count("completion_tokens");
  return {
      {"prompt_tokens", prompt}, {"completion_tokens", completion}, {"total_tokens", prompt + completion}};
}

void add_ours(ordered_json& to, const ordered_json& answer) {
  to["citations"] = answer.at("citations");
  to["session_id"] = answer.at("session_id");
  to["status"] = answer.at("status");
}

std::string data(const ordered_json& object) { return "data: " + text_of(object) + "\n\n"; }

ordered_json chunk(const completion& c, const event& e, ordered_json delta, ordered_json finish_reason) {
  auto object = object_of(c, e.turn_id, "chat.completion.chunk");
  object["choices"] = ordered_json::array({{{"index", 0},
                                            {"delta", std::move(delta)},
                                            {"logprobs", nullptr},
                                            {"finish_reason", std::move(finish_reason)}}});
  if (c.usage_wanted) object["usage"] = nullptr;
  return object;
}

std::string end_of(const completion& c, const event& e) {
  const auto answer = ordered_json::parse(e.text);
  auto last = chunk(c, e, ordered_json::object(), "stop");
  add_ours(last, answer);
  auto text = data(last);
  if (c.usage_wanted) {
    auto usage = object_of(c, e.turn_id, "chat.completion.chunk");
    usage["choices"] = ordered_json::array();
    usage["usage"] = usage_of(answer);
    text += data(usage);
  }
  return text + "data: [DONE]\n\n";
}

std::string_view type_of(int status) {
  if (status == 401) return "authentication_error";
  if (status == 403) return "permission_error";
  if (status == 404) return "not_found_error";
  if (status == 429) return "rate_limit_error";
  return status < 500 ? "invalid_request_error" : "server_error";
}

ordered_json error_object(std::string_view message, std::string_view type, std::string_view param,
                          std::string_view code) {
  const auto or_null = [](std::string_view text) {
    return text.empty() ? ordered_json{} : ordered_json(text);
  };
  return {
      {"error", {{"message", message}, {"type", type}, {"param", or_null(param)}, {"code", or_null(code)}}}};
}

} // namespace

std::string whole(const completion& c, const std::string& text) {
  const auto answer = ordered_json::parse(text);
  auto object = object_of(c, answer.at("turn_id").get<std::string>(), "chat.completion");
  auto message =
      ordered_json{{"role", "assistant"}, {"content", text_of_answer(answer)}, {"refusal", nullptr}};
  message["citations"] = answer.at("citations");
  object["choices"] = ordered_json::array(
      {{{"index", 0}, {"message", std::move(message)}, {"logprobs", nullptr}, {"finish_reason", "stop"}}});
  object["usage"] = usage_of(answer);
  add_ours(object, answer);
  return text_of(object);
}

std::string piece(const completion& c, const event& e) {
  const auto of_assistant = e.name.ends_with('a');
  switch (e.type) {
  case event_type::run_started: return data(chunk(c, e, {{"role", "assistant"}, {"content", ""}}, nullptr));
  case event_type::text_content:
    return of_assistant ? data(chunk(c, e, {{"content", e.text}}, nullptr)) : std::string{};
  // A superseded turn's answer is that of the turn which goes on in the same stream.
  case event_type::run_finished: return goes_on_elsewhere(e) ? std::string{} : end_of(c, e);
  case event_type::run_error: return data(error_object(e.text, "server_error", {}, e.name));
  // What was streamed cannot be taken back here: the client is told to ask again.
  case event_type::run_restarted:
    return data(
        error_object("the answer begins anew; send the request again", "server_error", {}, "restarted"));
  default: return {};
  }
}

response refusal(const fault& f) {
  return json_response(error_object(f.message, "invalid_request_error", f.param, name(errc::bad_request)),
                       400);
}

response as_refusal(response answer) {
  if (answer.status < 400) return answer;
  const auto problem = ordered_json::parse(answer.body, nullptr, false);
  if (!problem.is_object() || !problem.contains("detail")) return answer;
  const auto type = problem.value("type", std::string{});
  const auto code = std::string_view{type}.substr(type.rfind('/') + 1);
  answer.body =
      text_of(error_object(problem.value("detail", std::string{}), type_of(answer.status), {}, code));
  for (auto& [name, value] : answer.headers)
    if (name == "Content-Type") value = "application/json";
  return answer;
}

ordered_json models(std::int64_t created) {
  return {
      {"object", "list"},
      {"data", ordered_json::array(
                   {{{"id", "troupe"}, {"object", "model"}, {"created", created}, {"owned_by", "troupe"}}})}};
}

} // namespace troupe::http::openai
