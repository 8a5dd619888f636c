#include "http/sse.hpp"

#include "http/render.hpp"
#include "language/utf8.hpp"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <cstdint>

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

/// Writes an object as it goes, without a document in memory: there is one for each token of a stream.
class event_writer {
public:
  event_writer() { out_.StartObject(); }

  void add(std::string_view name, std::string_view text) {
    key(name);
    const auto whole = language::first_invalid_utf8(text) == text.size();
    const auto valid = whole ? std::string{} : language::valid_utf8(text);
    const auto shown = whole ? text : std::string_view{valid};
    out_.String(shown.data(), static_cast<rapidjson::SizeType>(shown.size()));
  }
  void add(std::string_view name, std::uint64_t number) {
    key(name);
    out_.Uint64(number);
  }
  void add_bool(std::string_view name, bool holds) {
    key(name);
    out_.Bool(holds);
  }
  /// What is JSON already, byte for byte; nothing is null.
  void add_raw(std::string_view name, std::string_view value) {
    key(name);
    if (value.empty()) value = "null";
    out_.RawValue(value.data(), value.size(), rapidjson::kObjectType);
  }

  [[nodiscard]] std::string text() {
    out_.EndObject();
    return {buffer_.GetString(), buffer_.GetSize()};
  }

private:
  void key(std::string_view name) { out_.Key(name.data(), static_cast<rapidjson::SizeType>(name.size())); }

  rapidjson::StringBuffer buffer_;
  rapidjson::Writer<rapidjson::StringBuffer> out_{buffer_};
};

void add_members(event_writer& data, const event& e) {
  switch (e.type) {
  case event_type::step_started:
  case event_type::step_finished: data.add("step_name", e.name); return;
  case event_type::text_start:
  case event_type::text_end:
  case event_type::text_content:
    data.add("message_id", e.name);
    data.add("role", role_of(e.name));
    if (e.type == event_type::text_content) data.add("delta", e.text);
    return;
  case event_type::run_error:
    data.add("code", e.name);
    data.add("message", e.text);
    data.add_bool("retryable", retryable(code_named(e.name)));
    return;
  case event_type::run_restarted: data.add("attempt", std::uint64_t{position(e.id).attempt}); return;
  case event_type::custom:
    data.add("name", e.name);
    data.add_raw("value", e.text);
    return;
  case event_type::run_finished: data.add_raw("result", e.text); return;
  case event_type::run_started: return;
  }
}

} // namespace

std::string event_json(const event& e, std::string_view session_id) {
  auto data = event_writer{};
  data.add("type", type_name(e.type));
  data.add("id", e.id);
  data.add("session_id", session_id);
  data.add("turn_id", e.turn_id);
  add_members(data, e);
  return data.text();
}

std::string sse(const event& e, std::string_view session_id) {
  return "id: " + std::to_string(e.id) + "\ndata: " + event_json(e, session_id) + "\n\n";
}

} // namespace troupe::http
