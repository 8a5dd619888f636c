#include "actors/gaps/refused.hpp"

#include <gtest/gtest.h>

namespace troupe::gaps {
namespace {

bool is_gap(const std::string& result) {
  return !refused({{"trn_1", "ses_1", "Do you ship to the moon?", 7, result}}).empty();
}

TEST(Refused, IsAnAnswerWithoutTheDocuments) {
  EXPECT_TRUE(is_gap(
      R"({"answer":"I could not find this.","supported":false,"classification":{"intent":"delivery","confidence":0.9}})"));
  EXPECT_FALSE(is_gap(
      R"({"answer":"Two days. [1]","supported":true,"classification":{"intent":"delivery","confidence":0.9}})"));
}

TEST(Refused, IsNoCourtesyOfWhichTheClassifierIsSure) {
  EXPECT_FALSE(is_gap(
      R"({"answer":"Hello!","supported":false,"classification":{"intent":"greeting","confidence":0.9}})"));
  EXPECT_TRUE(is_gap(
      R"({"answer":"Not found.","supported":false,"classification":{"intent":"greeting","confidence":0.4}})"));
}

TEST(Refused, IsNothingThatAHumanDealtWith) {
  EXPECT_FALSE(
      is_gap(R"({"answer":null,"supported":false,"classification":{"intent":"delivery","confidence":0.9}})"));
}

TEST(Refused, IsNothingThatCannotBeRead) {
  for (const auto* result : {"", "[]", "{}", "{\"answer\":\"cut of", R"({"answer":"So."})"})
    EXPECT_FALSE(is_gap(result)) << result;
}

TEST(Refused, KeepsTheQuestionWithoutItsAnswer) {
  const auto found = refused({{"trn_1", "ses_1", "Why?", 7, R"({"answer":"No.","supported":false})"}});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found.front(), (given_answer{"trn_1", "ses_1", "Why?", 7, ""}));
}

} // namespace
} // namespace troupe::gaps
