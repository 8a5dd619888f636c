#include "load/run_check.hpp"
#include "tests/load/answers.hpp"

#include <gtest/gtest.h>

namespace troupe::load {
namespace {

using nlohmann::json;
using test::event;

json message(int id, const char* step, const char* message_id, const char* role) {
  return event(id, std::string{"TEXT_MESSAGE_"} + step, {{"message_id", message_id}, {"role", role}});
}
json delta(int id, const char* message_id, const char* role, const char* text) {
  return event(id, "TEXT_MESSAGE_CONTENT", {{"message_id", message_id}, {"role", role}, {"delta", text}});
}

/// A turn as the interface describes it. Its places, for those that change it:
enum { started, asks, question, asked, step, says, hello, you, said, stepped, finished };
std::vector<json> right_run() {
  return {event(10, "RUN_STARTED"),
          message(11, "START", "msg_1c", "customer"),
          delta(12, "msg_1c", "customer", "Hi?"),
          message(13, "END", "msg_1c", "customer"),
          event(14, "STEP_STARTED", {{"step_name", "classify"}}),
          message(15, "START", "msg_1a", "assistant"),
          delta(16, "msg_1a", "assistant", "Hello "),
          delta(18, "msg_1a", "assistant", "you"),
          message(20, "END", "msg_1a", "assistant"),
          event(21, "STEP_FINISHED", {{"step_name", "classify"}}),
          event(30, "RUN_FINISHED",
                {{"result", {{"session_id", "ses_1"}, {"turn_id", "trn_1"}, {"answer", "Hello you"}}}})};
}

/// The first fault, "right", or "unended".
std::string verdict(const std::vector<json>& events) {
  auto run = run_check{"Hi?"};
  for (const auto& e : events)
    if (const auto found = run.take({std::to_string(e.value("id", 0)), "", e.dump()}))
      return std::string{name(found->kind)} + " " + found->detail;
  return run.ended() ? "right" : "unended";
}

std::string with(std::size_t place, const json& more) {
  auto events = right_run();
  events[place].update(more);
  return verdict(events);
}

std::string without(std::size_t place) {
  auto events = right_run();
  events.erase(events.begin() + static_cast<std::ptrdiff_t>(place));
  return verdict(events);
}

TEST(RunCheck, accepts_a_turn) {
  EXPECT_EQ(verdict(right_run()), "right");
  EXPECT_EQ(without(finished), "unended");
}

TEST(RunCheck, gives_the_result_and_says_when_there_is_text) {
  auto run = run_check{"Hi?"};
  for (const auto& e : right_run()) {
    EXPECT_EQ(run.text_bytes() > 0, e["id"] > 16);
    EXPECT_FALSE(run.ended());
    EXPECT_FALSE(run.take({std::to_string(e["id"].get<int>()), "", e.dump()}));
  }
  EXPECT_TRUE(run.ended());
  EXPECT_EQ(run.take_result()["answer"], "Hello you");
}

TEST(RunCheck, wants_a_begin_an_end_and_rising_ids) {
  EXPECT_EQ(without(started), "stream TEXT_MESSAGE_START comes before RUN_STARTED");
  EXPECT_EQ(with(step, {{"type", "RUN_STARTED"}}), "stream RUN_STARTED comes a second time");
  EXPECT_EQ(with(step, {{"id", 13}}), "stream STEP_STARTED has an id that does not rise: 13");
  EXPECT_EQ(with(step, {{"id", 9}}), "stream STEP_STARTED has an id that does not rise: 9");
  auto events = right_run();
  events.push_back(event(31, "STEP_STARTED", {{"step_name", "classify"}}));
  EXPECT_EQ(verdict(events), "stream STEP_STARTED comes after the end of the turn");
}

TEST(RunCheck, holds_the_id_line_to_the_id) {
  auto run = run_check{"Hi?"};
  EXPECT_EQ(run.take({"11", "", event(10, "RUN_STARTED").dump()})->kind, wrong::stream);
  EXPECT_EQ(run_check{""}.take({"", "", event(10, "RUN_STARTED").dump()})->kind, wrong::stream);
}

TEST(RunCheck, finds_events_of_others) {
  EXPECT_TRUE(with(step, {{"turn_id", "trn_2"}}).starts_with("crossed STEP_STARTED"));
  EXPECT_TRUE(with(hello, {{"session_id", "ses_2"}}).starts_with("crossed TEXT_MESSAGE_CONTENT"));
  EXPECT_TRUE(with(question, {{"delta", "Ho?"}}).starts_with("crossed the stream repeats another question"));
  EXPECT_TRUE(
      with(finished, {{"result", {{"session_id", "ses_1"}, {"turn_id", "trn_2"}, {"answer", "Hello you"}}}})
          .starts_with("crossed"));
}

TEST(RunCheck, adds_the_deltas_up) {
  EXPECT_EQ(without(you), "stream RUN_FINISHED has another answer than the deltas: Hello ");
  EXPECT_TRUE(with(hello, {{"delta", "hello "}}).starts_with("stream RUN_FINISHED has another answer"));
  auto events = right_run();
  events.insert(events.begin() + you, delta(17, "msg_1a", "assistant", "Hello "));
  EXPECT_TRUE(verdict(events).starts_with("stream RUN_FINISHED has another answer"));
}

TEST(RunCheck, pairs_begins_and_ends) {
  EXPECT_EQ(without(step), "stream STEP_FINISHED comes before the start of classify");
  EXPECT_EQ(without(stepped), "stream RUN_FINISHED comes before the end of classify");
  EXPECT_EQ(without(says), "stream TEXT_MESSAGE_CONTENT is of msg_1a, which is not open");
  EXPECT_EQ(without(said), "stream RUN_FINISHED comes before the end of msg_1a");
  EXPECT_EQ(without(asked), "stream TEXT_MESSAGE_START comes before the end of msg_1c");
}

TEST(RunCheck, refuses_what_is_no_event) {
  EXPECT_EQ(run_check{""}.take({"1", "", "{"})->kind, wrong::schema);
  EXPECT_TRUE(with(step, {{"type", "STEP_TAKEN"}}).starts_with("schema event /type"));
  EXPECT_TRUE(with(step, {{"step_name", nullptr}}).starts_with("stream"));
  EXPECT_TRUE(with(finished, {{"result", nullptr}}).starts_with("schema"));
  EXPECT_TRUE(with(hello, {{"role", 1}}).starts_with("stream"));
}

TEST(RunCheck, forgets_the_text_when_the_turn_begins_anew) {
  auto events = right_run();
  const auto again = right_run();
  events.resize(says + 2); // in the middle of the answer
  events.push_back(event(40, "RUN_RESTARTED", {{"attempt", 1}}));
  for (auto i = std::size_t{asks}; i < again.size(); ++i) {
    events.push_back(again[i]);
    events.back()["id"] = 40 + static_cast<int>(i);
  }
  EXPECT_EQ(verdict(events), "right");
  EXPECT_EQ(verdict({events.begin() + says + 2, events.end()}), "right")
      << "a further attempt begins with it";
}

TEST(RunCheck, tells_how_a_turn_failed) {
  auto run = run_check{"Hi?"};
  EXPECT_FALSE(run.take({"1", "", event(1, "RUN_STARTED").dump()}));
  EXPECT_FALSE(run.take(
      {"2", "",
       event(2, "RUN_ERROR", {{"code", "not_committed"}, {"message", "m"}, {"retryable", true}}).dump()}));
  EXPECT_TRUE(run.ended());
  ASSERT_TRUE(run.failed());
  EXPECT_EQ(run.failed()->code, "not_committed");
  EXPECT_TRUE(run.failed()->retryable);
  EXPECT_TRUE(
      verdict({event(1, "RUN_STARTED"), event(2, "RUN_ERROR", {{"code", "x"}})}).starts_with("schema"));
}

} // namespace
} // namespace troupe::load
