#include "actors/graph_sync/satisfaction.hpp"

#include <gtest/gtest.h>

namespace troupe::graph_sync {
namespace {

constexpr timestamp day = 86'400'000'000;

TEST(Satisfaction, BeginsInTheMiddle) { EXPECT_EQ(satisfaction_score({}), 0.5); }

TEST(Satisfaction, WeighsWhatWasShownAsTheTableSays) {
  EXPECT_DOUBLE_EQ(satisfaction_score({{{.at = day, .sentiment = 1.0}}, {}}), (1 + 1.0) / 3);
  EXPECT_DOUBLE_EQ(satisfaction_score({{{.at = day, .sentiment = 0.0, .thanked = true}}, {}}), 2.5 / 4);
  EXPECT_DOUBLE_EQ(satisfaction_score({{}, {{.started_at = day, .end = session_end::resolved}}}), 3.0 / 4);
  EXPECT_DOUBLE_EQ(satisfaction_score({{}, {{.started_at = day, .end = session_end::escalated}}}), 1.5 / 4);
  EXPECT_DOUBLE_EQ(satisfaction_score({{}, {{.started_at = day, .thumbs = 0.0}}}), 1.0 / 5);
  EXPECT_DOUBLE_EQ(satisfaction_score({{}, {{.started_at = day, .csat = 5.0}}}), 5.0 / 6);
  EXPECT_DOUBLE_EQ(satisfaction_score({{}, {{.started_at = day, .csat = 1.0}}}), 1.0 / 6);
}

TEST(Satisfaction, ASessionThatIsOpenSaysNothing) {
  EXPECT_EQ(satisfaction_score({{}, {{.started_at = day}}}), 0.5);
}

TEST(Satisfaction, HalvesWhatIsNinetyDaysOlderThanTheLast) {
  const auto h = customer_history{{{.at = 0, .sentiment = -1.0}, {.at = 90 * day, .sentiment = 1.0}}, {}};
  EXPECT_DOUBLE_EQ(satisfaction_score(h), (1 + 0 * 0.5 + 1) / (2 + 0.5 + 1));
}

TEST(Satisfaction, StaysWithinItsBounds) {
  auto angry = customer_history{};
  auto happy = customer_history{};
  for (timestamp i = 0; i < 1000; ++i) {
    angry.messages.push_back({.at = i, .sentiment = -1.0});
    angry.sessions.push_back({.started_at = i, .csat = 1.0, .thumbs = 0.0});
    happy.messages.push_back({.at = i, .sentiment = 1.0, .thanked = true});
  }
  EXPECT_GT(satisfaction_score(angry), 0.0);
  EXPECT_LT(satisfaction_score(angry), 0.01);
  EXPECT_LT(satisfaction_score(happy), 1.0);
  EXPECT_GT(satisfaction_score(happy), 0.99);
}

} // namespace
} // namespace troupe::graph_sync
