#include "http/sse.hpp"

#include "http/json.hpp"
#include "http/render.hpp"

namespace troupe::http {
namespace {

std::string_view type_name(event_type type) {
  switch (type) {
  case event_type::run_started: return "RUN_STARTED";
  case event_type::step_started: return "STEP_STARTED";
  case event_type::step_finished: return "STEP_FINISHED";
  case event_type::text_start: return "TEXT_MESSAGE_START";
  case event_type::text_content: return "TEXT_MESSAGE_CONTENT";
  case event_type::text_end: return "TEXT_MESSAGE_END";
  case event_type::run_finished: return "RUN_FINISHED";
  case event_type::run_error: return "RUN_ERROR";
  case event_type::run_restarted: return "RUN_RESTARTED";
  case event_type::custom: return "CUSTOM";
  }
  return "CUSTOM";
}

/// The letter at a message_id's end says whose message it is.
std::string_view role_of(std::string_view message_id) {
  if (message_id.ends_with('c')) return name(role::customer);
  return message_id.ends_with('a') ? name(role::assistant) : name(role::agent);
}

void add_members(ordered_json& data, const event& e) {
  switch (e.type) {
  case event_type::step_started:
  case event_type::step_finished: data["step_name"] = e.name; return;
  case event_type::text_start:
  case event_type::text_end:
  case event_type::text_content:
    data["message_id"] = e.name;
    data["role"] = role_of(e.name);
    if (e.type == event_type::text_content) data["delta"] = e.text;
    return;
  case event_type::run_error:
    data["code"] = e.name;
    data["message"] = e.text;
    data["retryable"] = retryable(code_named(e.name));
    return;
  case event_type::run_restarted: data["attempt"] = position(e.id).attempt; return;
  case event_type::custom: data["name"] = e.name; return;
  case event_type::run_started:
  case event_type::run_finished: return;
  }
}

/// The member whose value is JSON already; empty: there is none.
std::string_view raw_member(event_type type) {
  if (type == event_type::run_finished) return "result";
  return type == event_type::custom ? "value" : "";
}

} // namespace

std::string event_json(const event& e, std::string_view session_id) {
  auto data = ordered_json{
      {"type", type_name(e.type)}, {"id", e.id}, {"session_id", session_id}, {"turn_id", e.turn_id}};
  add_members(data, e);
  auto text = text_of(data);
  if (const auto member = raw_member(e.type); !member.empty()) {
    text.back() = ',';
    text.append("\"").append(member).append("\":").append(e.text.empty() ? "null" : e.text).append("}");
  }
  return text;
}

std::string sse(const event& e, std::string_view session_id) {
  return "id: " + std::to_string(e.id) + "\ndata: " + event_json(e, session_id) + "\n\n";
}

} // namespace troupe::http
