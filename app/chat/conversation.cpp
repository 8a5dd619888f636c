#include "app/chat/conversation.hpp"

#include "app/chat/answer_writer.hpp"

#include <nlohmann/json.hpp>

#include <ostream>
#include <stdexcept>

namespace troupe::app::chat {
namespace {

/// With what to do about a key: the server's words leave open where it comes from here.
std::runtime_error refused(const server& by, const remote_answer& answer) {
  auto text = answer.refusal(by.url);
  if (answer.status == 401 || answer.status == 403) text += "; set TROUPE_API_KEYS to a key of that server";
  return std::runtime_error{text};
}

} // namespace

remote_call conversation::call(std::string_view path) const {
  return {server_.url + std::string{path}, server_.key, server_.certificate, std::nullopt};
}

void conversation::greet() const {
  const auto answer = send(call("/health/ready"));
  if (answer.status != 200) throw refused(server_, answer);
}

void conversation::say(std::string_view message, const std::atomic<bool>& abandoned) {
  auto asked = nlohmann::json{{"message", message}, {"stream", true}};
  if (!session_id_.empty()) asked["session_id"] = session_id_;
  auto posted = call("/v1/chat");
  posted.body = asked.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  turn_id_.clear();
  auto writing = answer_writer{out_};
  const auto hear = [&](std::string_view bytes) {
    writing.read(bytes);
    // Known from the first event on, however the answer ends.
    if (!writing.session_id().empty()) session_id_ = writing.session_id();
  };
  const auto end = stream(posted, hear, abandoned);
  writing.break_line();
  if (!end) return void(out_ << "(abandoned)\n");
  if (end->status != 200) throw refused(server_, *end);
  if (!writing.failure().empty()) throw std::runtime_error{"the turn failed: " + writing.failure()};
  if (!writing.finished()) throw std::runtime_error{server_.url + " broke off in the middle of the answer"};
  turn_id_ = writing.turn_id();
}

void conversation::judge(bool good) const {
  if (turn_id_.empty()) throw std::runtime_error{"there is no answer to judge"};
  auto given = call("/v1/turns/" + turn_id_ + "/feedback");
  given.body = nlohmann::json{{"metric", "thumbs"}, {"value", good ? "up" : "down"}}.dump();
  const auto answer = send(given);
  if (answer.status != 202) throw refused(server_, answer);
  out_ << "(thank you)\n";
}

void conversation::forget() {
  session_id_.clear();
  turn_id_.clear();
  out_ << "(a new session)\n";
}

} // namespace troupe::app::chat
