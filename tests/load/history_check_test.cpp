#include "load/history_check.hpp"
#include "tests/load/answers.hpp"

#include <gmock/gmock.h>

namespace troupe::load {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

const auto questions = std::vector<std::string>{"How?", "Why?", "When?"};

/// Two turns that were answered.
conversation answered() {
  auto c = conversation{};
  for (const auto number : {1, 2}) {
    auto a = test::right_answer();
    a["turn_id"] = "trn_" + std::to_string(number);
    a["answer"] = "Answer " + std::to_string(number);
    (void)c.acknowledge(static_cast<std::uint32_t>(number - 1), a);
  }
  return c;
}

enum { how, first, why, second };
std::vector<history_message> right_history() {
  return {{"msg_1c", "trn_1", "customer", "How?"},
          {"msg_1a", "trn_1", "assistant", "Answer 1"},
          {"msg_2c", "trn_2", "customer", "Why?"},
          {"msg_2a", "trn_2", "assistant", "Answer 2"}};
}

std::vector<wrong> kinds(const conversation& c, const std::vector<history_message>& history) {
  auto all = std::vector<wrong>{};
  for (const auto& f : check_history(c, history, questions)) all.push_back(f.kind);
  return all;
}

TEST(HistoryCheck, accepts_what_was_acknowledged) {
  EXPECT_THAT(kinds(answered(), right_history()), IsEmpty());
  EXPECT_THAT(kinds(conversation{}, {}), IsEmpty());
}

TEST(HistoryCheck, finds_what_is_lost) {
  EXPECT_THAT(kinds(answered(), {}), ElementsAre(wrong::lost, wrong::lost, wrong::lost, wrong::lost));
  for (const auto place : {how, first, why, second}) {
    auto history = right_history();
    history.erase(history.begin() + place);
    EXPECT_THAT(kinds(answered(), history), testing::Contains(wrong::lost)) << place;
  }
}

TEST(HistoryCheck, finds_what_is_doubled) {
  for (const auto place : {how, first, why, second}) {
    auto same = right_history();
    same.push_back(same[place]);
    EXPECT_THAT(kinds(answered(), same), ElementsAre(wrong::doubled)) << place;
    auto anew = right_history();
    anew.push_back(anew[place]);
    anew.back().message_id = "msg_9";
    EXPECT_THAT(kinds(answered(), anew), ElementsAre(wrong::doubled)) << place;
  }
}

TEST(HistoryCheck, finds_another_order) {
  auto turns = right_history();
  std::rotate(turns.begin(), turns.begin() + why, turns.end());
  EXPECT_THAT(kinds(answered(), turns), ElementsAre(wrong::reordered));
  auto answer_first = right_history();
  std::swap(answer_first[how], answer_first[first]);
  EXPECT_THAT(kinds(answered(), answer_first), ElementsAre(wrong::reordered));
  auto interleaved = right_history();
  std::swap(interleaved[first], interleaved[why]);
  EXPECT_THAT(kinds(answered(), interleaved), ElementsAre(wrong::reordered));
}

TEST(HistoryCheck, finds_another_text) {
  for (const auto place : {how, first, why, second}) {
    auto history = right_history();
    history[place].text += ' ';
    EXPECT_THAT(kinds(answered(), history), ElementsAre(wrong::changed)) << place;
  }
}

TEST(HistoryCheck, finds_what_nobody_sent) {
  auto history = right_history();
  history.push_back({"msg_3c", "trn_3", "customer", "When?"});
  history.push_back({"msg_3a", "trn_3", "assistant", "Answer 3"});
  history.push_back({"msg_3h", "trn_2", "agent", "Hello"});
  EXPECT_THAT(kinds(answered(), history), ElementsAre(wrong::foreign, wrong::foreign, wrong::foreign));
}

TEST(HistoryCheck, leaves_open_what_is_unknown) {
  auto c = answered();
  c.abandon(2);
  auto history = right_history();
  EXPECT_THAT(kinds(c, history), IsEmpty());
  history.push_back({"msg_3c", "trn_3", "customer", "When?"});
  EXPECT_THAT(kinds(c, history), IsEmpty());
  history.push_back({"msg_3a", "trn_3", "assistant", "Whatever"});
  EXPECT_THAT(kinds(c, history), IsEmpty());
  history.push_back({"msg_4c", "trn_4", "customer", "When?"});
  EXPECT_THAT(kinds(c, history), ElementsAre(wrong::foreign)) << "it was sent once";
  auto other = right_history();
  other.push_back({"msg_3c", "trn_3", "customer", "Who?"});
  EXPECT_THAT(kinds(c, other), ElementsAre(wrong::foreign));
}

TEST(HistoryCheck, expects_no_answer_where_a_human_had_the_session) {
  auto c = conversation{};
  auto silent = test::right_answer();
  silent["answer"] = nullptr;
  EXPECT_FALSE(c.acknowledge(0, silent));
  EXPECT_THAT(kinds(c, {{"msg_1c", "trn_1", "customer", "How?"}}), IsEmpty());
  EXPECT_THAT(kinds(c, {{"msg_1c", "trn_1", "customer", "How?"}, {"msg_1a", "trn_1", "assistant", "So."}}),
              ElementsAre(wrong::changed));
}

TEST(HistoryCheck, names_session_message_and_text) {
  auto history = right_history();
  history[first].text = "Something else";
  const auto found = check_history(answered(), history, questions);
  ASSERT_EQ(found.size(), 1U);
  for (const auto* part : {"ses_1", "msg_1a", "trn_1", "Something else"})
    EXPECT_THAT(found[0].detail, testing::HasSubstr(part));
}

} // namespace
} // namespace troupe::load
