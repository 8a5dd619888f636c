#include "load/run_check.hpp"

#include "load/schema.hpp"

#include <algorithm>

namespace troupe::load {
namespace {

using nlohmann::json;

std::optional<fault> broken(std::string_view type, std::string_view what) {
  return fault{wrong::stream, std::string{type} + ' ' + std::string{what}};
}

/// A text member; empty if it is none.
std::string_view text_in(const json& data, const char* name) {
  const auto found = data.find(name);
  return found != data.end() && found->is_string() ? found->get_ref<const std::string&>()
                                                   : std::string_view{};
}

} // namespace

run_check::verdict run_check::take(const sse_parser::event& event) {
  auto data = json::parse(event.data, nullptr, false);
  if (data.is_discarded()) return fault{wrong::schema, "an event is no JSON: " + excerpt(event.data)};
  if (const auto found = mismatch(data, event_shape())) return fault{wrong::schema, "event " + *found};
  const auto type = std::string{text_in(data, "type")};
  if (auto found = check_frame(data, type, event.id)) return found;
  if (type == "STEP_STARTED" || type == "STEP_FINISHED") return check_step(data, type);
  if (type.starts_with("TEXT_MESSAGE_")) return check_message(data, type);
  if (type == "RUN_FINISHED") return finish(data);
  if (type == "RUN_ERROR") return fail(data);
  if (type == "RUN_RESTARTED") restart();
  return std::nullopt;
}

run_check::verdict run_check::check_frame(const json& data, std::string_view type, std::string_view id) {
  if (ended()) return broken(type, "comes after the end of the turn");
  const auto number = data["id"].get<std::int64_t>();
  if (id != std::to_string(number))
    return broken(type, "has another id than its line says: " + std::string{id});
  if (number <= last_id_) return broken(type, "has an id that does not rise: " + std::to_string(number));
  const auto first = last_id_ < 0, begins = type == "RUN_STARTED" || type == "RUN_RESTARTED";
  last_id_ = number;
  if (first && !begins) return broken(type, "comes before RUN_STARTED");
  if (!first && type == "RUN_STARTED") return broken(type, "comes a second time");
  if (first) {
    session_id_ = text_in(data, "session_id");
    turn_id_ = text_in(data, "turn_id");
  }
  if (text_in(data, "session_id") != session_id_ || text_in(data, "turn_id") != turn_id_)
    return fault{wrong::crossed, std::string{type}
                                     + " is of another turn: " + std::string{text_in(data, "turn_id")}
                                     + " in the stream of " + turn_id_};
  return std::nullopt;
}

run_check::verdict run_check::check_step(const json& data, std::string_view type) {
  auto step = std::string{text_in(data, "step_name")};
  if (step.empty()) return broken(type, "names no step");
  const auto open = std::ranges::find(open_steps_, step);
  if (type == "STEP_STARTED") {
    if (open != open_steps_.end()) return broken(type, "comes twice for " + step);
    open_steps_.push_back(std::move(step));
    return std::nullopt;
  }
  if (open == open_steps_.end()) return broken(type, "comes before the start of " + step);
  open_steps_.erase(open);
  return std::nullopt;
}

run_check::verdict run_check::check_message(const json& data, std::string_view type) {
  const auto id = text_in(data, "message_id"), role = text_in(data, "role");
  if (id.empty() || role.empty()) return broken(type, "has no message_id or no role");
  if (type == "TEXT_MESSAGE_START") {
    if (!open_message_.empty()) return broken(type, "comes before the end of " + open_message_);
    open_message_ = id;
    return std::nullopt;
  }
  if (id != open_message_) return broken(type, "is of " + std::string{id} + ", which is not open");
  auto& text = role == "customer" ? asked_ : answered_;
  if (type == "TEXT_MESSAGE_CONTENT") {
    text += text_in(data, "delta");
    return std::nullopt;
  }
  open_message_.clear();
  if (role == "customer" && asked_ != question_)
    return fault{wrong::crossed, "the stream repeats another question: " + excerpt(asked_)};
  return std::nullopt;
}

run_check::verdict run_check::finish(json& data) {
  finished_ = true;
  const auto result = data.find("result");
  if (result == data.end() || !result->is_object()) return fault{wrong::schema, "RUN_FINISHED has no result"};
  result_ = std::move(*result);
  if (!open_message_.empty()) return broken("RUN_FINISHED", "comes before the end of " + open_message_);
  if (!open_steps_.empty()) return broken("RUN_FINISHED", "comes before the end of " + open_steps_.front());
  if (text_in(result_, "session_id") != session_id_ || text_in(result_, "turn_id") != turn_id_)
    return fault{wrong::crossed, "RUN_FINISHED holds the answer of another turn"};
  if (text_in(result_, "answer") != answered_)
    return broken("RUN_FINISHED", "has another answer than the deltas: " + excerpt(answered_));
  return std::nullopt;
}

run_check::verdict run_check::fail(const json& data) {
  const auto retryable = data.find("retryable");
  error_ = {std::string{text_in(data, "code")}, retryable != data.end() && *retryable == true};
  if (error_->code.empty() || retryable == data.end() || !retryable->is_boolean())
    return fault{wrong::schema, "RUN_ERROR has no code, or does not say whether it is retryable"};
  return std::nullopt;
}

void run_check::restart() {
  answered_.clear();
  asked_.clear();
  open_message_.clear();
  open_steps_.clear();
}

} // namespace troupe::load
