#include "actors/workflow/log_response/metrics.hpp"

#include <gtest/gtest.h>

namespace troupe::log_response {
namespace {

const language::signal_finder signals{{.thanks = {"thanks"},
                                       .frustration = {"angry"},
                                       .resolution = {"solved"},
                                       .escalation = {"a person"},
                                       .negations = {"not"}}};

turn_metrics of(std::string_view text) { return metrics_of(text, {}, 0.5, signals); }

TEST(TurnMetrics, HoldWhatTheMessageShows) {
  const auto m = of("Thanks! Is it solved? Why am I angry? Let me talk to a person");
  EXPECT_TRUE(m.thanked);
  EXPECT_TRUE(m.frustrated);
  EXPECT_TRUE(m.resolved);
  EXPECT_TRUE(m.asked_for_human);
  EXPECT_EQ(m.questions, 2U);
  EXPECT_EQ(m.response_seconds, 0.5);
  EXPECT_EQ(of("It is not solved"), (turn_metrics{.response_seconds = 0.5}));
}

TEST(TurnMetrics, TakeMoodAndWishFromTheClassification) {
  auto c = language::classification{};
  c.intent = "human_agent";
  c.sentiment = -0.4;
  const auto m = metrics_of("let me talk to somebody", c, 0.5, signals);
  EXPECT_TRUE(m.asked_for_human);
  EXPECT_EQ(m.sentiment, -0.4);
}

} // namespace
} // namespace troupe::log_response
