#include "actors/workflow/log_response/metrics.hpp"

#include <gtest/gtest.h>

namespace troupe::log_response {
namespace {

turn_metrics of(std::string_view text) { return metrics_of(text, {}, 0.5); }

TEST(TurnMetrics, MatchWholeWords) {
  EXPECT_TRUE(of("Thanks, that was it!").thanked);
  EXPECT_FALSE(of("What a thankless task").thanked);
  EXPECT_TRUE(of("I am ANGRY").frustrated);
  EXPECT_FALSE(of("My angryphone is broken").frustrated);
  EXPECT_TRUE(of("It is fixed.").resolved);
  EXPECT_FALSE(of("a prefixed number").resolved);
}

TEST(TurnMetrics, CountQuestions) {
  EXPECT_EQ(of("").questions, 0U);
  EXPECT_EQ(of("Where? When?").questions, 2U);
}

TEST(TurnMetrics, TakeMoodAndWishFromTheClassification) {
  auto c = language::classification{};
  c.intent = "human_agent";
  c.sentiment = -0.4;
  const auto m = metrics_of("let me talk to somebody", c, 0.5);
  EXPECT_TRUE(m.asked_for_human);
  EXPECT_EQ(m.sentiment, -0.4);
  EXPECT_EQ(m.response_seconds, 0.5);
}

} // namespace
} // namespace troupe::log_response
