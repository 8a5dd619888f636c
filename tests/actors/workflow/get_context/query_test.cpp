#include "actors/workflow/get_context/query.hpp"

#include <gtest/gtest.h>

namespace troupe::get_context {
namespace {

TEST(Query, IsTheMessageAloneInAFirstTurn) {
  const auto parts = query_of("Where is my parcel?", {});
  ASSERT_EQ(parts.size(), 1U);
  EXPECT_EQ(parts.front().text, "Where is my parcel?");
  EXPECT_EQ(parts.front().weight, 1.0);
}

TEST(Query, AddsWhatTheCustomerSaidBeforeAndTheLastAnswerWithLessWeight) {
  const auto history = std::vector<message>{{.from = role::customer, .text = "refund?"},
                                            {.from = role::assistant, .text = "old answer"},
                                            {.from = role::customer, .text = "by card?"},
                                            {.from = role::assistant, .text = "last answer"}};
  const auto parts = query_of("and how long?", history);
  ASSERT_EQ(parts.size(), 4U);
  EXPECT_EQ(parts[0].text, "and how long?");
  EXPECT_EQ(parts[1].text, "refund?");
  EXPECT_EQ(parts[2].text, "by card?");
  EXPECT_EQ(parts[3].text, "last answer");
  EXPECT_GT(parts[0].weight, parts[1].weight);
  EXPECT_GT(parts[2].weight, parts[3].weight);
}

TEST(Query, LeavesTheLastAnswerOutForAMessageThatStandsByItself) {
  const auto history = std::vector<message>{{.from = role::customer, .text = "refund?"},
                                            {.from = role::assistant, .text = "last answer"}};
  const auto parts = query_of("where is my parcel?", history);
  ASSERT_EQ(parts.size(), 2U);
  EXPECT_EQ(parts[1].text, "refund?");
  EXPECT_LT(parts[1].weight, query_of("and how long?", history)[1].weight);
}

TEST(Query, TakesAYesForTheQuestionThatItAnswers) {
  const auto history = std::vector<message>{
      {.from = role::customer, .text = "refund?"},
      {.from = role::assistant, .text = "I could not find this. Shall I put you in touch with our team?"}};
  const auto parts = query_of("Yes please!", history);
  ASSERT_EQ(parts.size(), 1U);
  EXPECT_EQ(parts.front().text, "Shall I put you in touch with our team?");
}

TEST(Query, LeavesAYesAsItIsWhereNothingWasAsked) {
  const auto history = std::vector<message>{{.from = role::customer, .text = "refund?"},
                                            {.from = role::assistant, .text = "It takes five days."}};
  EXPECT_EQ(question_of("yes", history), "yes");
  EXPECT_EQ(question_of("yes", {}), "yes");
}

} // namespace
} // namespace troupe::get_context
