#include "load/verdict.hpp"

#include "load/answer_check.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace troupe::load {
namespace {

using nlohmann::json;

constexpr int too_many = 429, unavailable = 503;

std::string kind_of(const response& r) {
  const auto problem = json::parse(r.body, nullptr, false);
  const auto type = problem.is_object() ? problem.value("type", json{}) : json{};
  if (!type.is_string()) return "status_" + std::to_string(r.status);
  const auto& text = type.get_ref<const std::string&>();
  return text.substr(text.rfind('/') + 1); // all of it where there is no slash: npos + 1 is 0
}

std::chrono::seconds retry_after(const response& r) {
  auto seconds = 1;
  std::from_chars(r.retry_after.data(), r.retry_after.data() + r.retry_after.size(), seconds);
  return std::chrono::seconds{std::clamp(seconds, 0, 60)};
}

verdict judge_status(const response& r) {
  if (r.status == too_many || r.status == unavailable)
    return refusal{kind_of(r), retry_after(r), r.status != too_many};
  return fault{wrong::status, std::to_string(r.status) + ": " + excerpt(r.body)};
}

verdict judge_answer(json answer) {
  if (auto found = check_answer(answer)) return std::move(*found);
  return answer;
}

fault other_type(const response& r, std::string_view expected) {
  return {wrong::schema, "the answer is of type \"" + r.content_type + "\", not " + std::string{expected}};
}

} // namespace

verdict judge(const response& whole) {
  if (whole.status != 200) return judge_status(whole);
  if (whole.content_type != "application/json") return other_type(whole, "application/json");
  auto answer = json::parse(whole.body, nullptr, false);
  if (answer.is_discarded()) return fault{wrong::schema, "the answer is no JSON: " + excerpt(whole.body)};
  return judge_answer(std::move(answer));
}

void stream_reader::read(const response& so_far) {
  if (wrong_) return;
  parser_.feed(std::string_view{so_far.body}.substr(taken_));
  taken_ = so_far.body.size();
  while (const auto event = parser_.next()) {
    has_event_ = true;
    wrong_ = run_.take(*event);
    if (wrong_) return;
  }
}

verdict stream_reader::judge(const response& whole) {
  if (whole.status != 200) return judge_status(whole);
  if (whole.content_type != "text/event-stream") return other_type(whole, "text/event-stream");
  if (wrong_) return std::move(*wrong_);
  if (!run_.ended() || !parser_.at_rest()) return fault{wrong::stream, "the stream ends before its turn"};
  if (const auto& error = run_.failed()) {
    if (error->retryable) return refusal{error->code};
    return fault{wrong::status, "RUN_ERROR " + error->code};
  }
  return judge_answer(run_.take_result());
}

} // namespace troupe::load
