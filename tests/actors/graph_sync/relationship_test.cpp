#include "actors/graph_sync/relationship.hpp"

#include <gtest/gtest.h>

namespace troupe::graph_sync {
namespace {

constexpr timestamp day = 86'400'000'000;

customer_history sessions_at(std::initializer_list<timestamp> days) {
  auto h = customer_history{};
  for (const auto d : days) h.sessions.push_back({.started_at = d * day});
  return h;
}

TEST(RelationshipStage, IsNewUntilTheSecondSession) {
  EXPECT_EQ(relationship_stage({}, 0.5), "new");
  EXPECT_EQ(relationship_stage(sessions_at({0}), 0.0), "new");
  EXPECT_EQ(relationship_stage(sessions_at({0, 1}), 0.5), "active");
}

TEST(RelationshipStage, IsAtRiskBelowItsThreshold) {
  EXPECT_EQ(relationship_stage(sessions_at({0, 1}), 0.349), "at_risk");
  EXPECT_EQ(relationship_stage(sessions_at({0, 1}), 0.35), "active");
}

TEST(RelationshipStage, IsAtRiskWhereTwoOfTheLastThreeWereEscalated) {
  auto h = sessions_at({0, 1, 2, 3});
  h.sessions[0].end = h.sessions[1].end = session_end::escalated;
  EXPECT_EQ(relationship_stage(h, 0.9), "active") << "one of them is too long ago";
  h.sessions[3].end = session_end::escalated;
  EXPECT_EQ(relationship_stage(h, 0.9), "at_risk");
}

TEST(RelationshipStage, IsLoyalByFiveSessionsThirtyDaysAndSatisfaction) {
  EXPECT_EQ(relationship_stage(sessions_at({0, 1, 2, 3, 30}), 0.6), "loyal");
  EXPECT_EQ(relationship_stage(sessions_at({0, 1, 2, 30}), 0.6), "active");
  EXPECT_EQ(relationship_stage(sessions_at({0, 1, 2, 3, 29}), 0.6), "active");
  EXPECT_EQ(relationship_stage(sessions_at({0, 1, 2, 3, 30}), 0.599), "active");
}

TEST(ChurnWarning, ComesWithTheStage) {
  EXPECT_TRUE(churn_warning(sessions_at({0, 1}), 0.2, 2 * day));
  EXPECT_FALSE(churn_warning(sessions_at({0, 1}), 0.5, 2 * day));
}

TEST(ChurnWarning, ComesWithSilenceBeyondThirtyDaysAndThreePauses) {
  const auto often = sessions_at({0, 1, 2});
  EXPECT_FALSE(churn_warning(often, 0.5, 32 * day));
  EXPECT_TRUE(churn_warning(often, 0.5, 32 * day + 1));
  const auto seldom = sessions_at({0, 20, 40});
  EXPECT_FALSE(churn_warning(seldom, 0.5, 100 * day));
  EXPECT_TRUE(churn_warning(seldom, 0.5, 100 * day + 1));
}

TEST(ChurnWarning, CountsAMessageInAnOldSessionAsASign) {
  auto h = sessions_at({0, 1, 2});
  h.messages.push_back({.at = 20 * day});
  EXPECT_FALSE(churn_warning(h, 0.5, 50 * day));
}

TEST(ChurnWarning, KnowsTooLittleOfTwoSessions) {
  EXPECT_FALSE(churn_warning(sessions_at({0, 1}), 0.5, 1000 * day));
  EXPECT_FALSE(churn_warning({}, 0.5, 1000 * day));
}

} // namespace
} // namespace troupe::graph_sync
