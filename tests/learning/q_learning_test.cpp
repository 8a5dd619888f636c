#include "learning/q_learning.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>

namespace troupe::learning {
namespace {

using testing::DoubleEq;
using testing::Each;
using testing::ElementsAre;

const auto first = context{language::intent_group::order, language::urgency::low, 0.0, 1, 1.0};
const auto second = context{language::intent_group::order, language::urgency::low, 0.9, 2, 1.0};

experience step(std::size_t action, double reward, std::optional<std::vector<double>> next = {}) {
  return {{features(first), {action, 1.0}}, reward, std::move(next)};
}

TEST(QLearning, MovesTowardsTheRewardAndTheBestOfTheNextState) {
  auto table = q_learning{{.learning_rate = 0.5, .discount_factor = 0.8}, {0.0, 0.0}};
  table.learn({{features(second), {1, 1.0}}, 1.0, {}});
  EXPECT_THAT(table.values(state_of(second)), ElementsAre(0.0, DoubleEq(0.5)));
  table.learn(step(0, 0.2, features(second)));
  EXPECT_THAT(table.values(state_of(first)), ElementsAre(DoubleEq(0.5 * (0.2 + 0.8 * 0.5)), 0.0));
}

TEST(QLearning, TheEndOfAnEpisodeIsWorthItsRewardAlone) {
  auto table = q_learning{{.learning_rate = 1.0, .discount_factor = 0.9}, {0.5, 0.5}};
  table.learn(step(0, 0.3));
  EXPECT_THAT(table.values(state_of(first)), ElementsAre(DoubleEq(0.3), 0.5));
}

TEST(QLearning, CountsVisitsAndLeavesOtherStatesAlone) {
  auto table = q_learning{{}, {0.25, 0.25}};
  table.learn(step(1, 1.0));
  table.learn(step(1, 1.0, features(second)));
  EXPECT_THAT(table.counts(state_of(first)), ElementsAre(0U, 2U));
  for (std::size_t state = 0; state < state_count; ++state) {
    if (state == state_of(first)) continue;
    EXPECT_THAT(table.values(state), Each(0.25));
    EXPECT_THAT(table.counts(state), Each(0U));
  }
}

TEST(QLearning, ExploresWithinTheStateWithTiesAlike) {
  auto table = q_learning{{.exploration_rate = 0.2}, {0.0, 0.0}};
  EXPECT_THAT(table.distribution(features(first)), ElementsAre(DoubleEq(0.5), DoubleEq(0.5)));
  table.learn(step(1, 1.0));
  EXPECT_THAT(table.distribution(features(first)), ElementsAre(DoubleEq(0.1), DoubleEq(0.9)));
  EXPECT_THAT(table.distribution(features(second)), ElementsAre(DoubleEq(0.5), DoubleEq(0.5)));
}

TEST(QLearning, IsUnchangedByWhatItRefuses) {
  auto table = q_learning{{}, {0.0, 0.0}};
  const auto before = table;
  EXPECT_THROW(table.learn(step(2, 1.0)), std::invalid_argument);
  EXPECT_THROW(table.learn(step(0, std::numeric_limits<double>::infinity())), std::invalid_argument);
  EXPECT_THROW(table.learn(step(0, 1.0, std::vector<double>{1.0})), std::invalid_argument);
  EXPECT_FALSE(table.correct(step(0, 1.0), 0.5, 0));
  EXPECT_EQ(table, before);
}

TEST(QLearning, RefusesRatesThatAreNone) {
  EXPECT_THROW((q_learning{{.exploration_rate = 1.5}, {0.0}}), std::invalid_argument);
  EXPECT_THROW((q_learning{{.learning_rate = -0.1}, {0.0}}), std::invalid_argument);
  EXPECT_THROW((q_learning{{.discount_factor = std::nan("")}, {0.0}}), std::invalid_argument);
  EXPECT_THROW((q_learning{{}, {}}), std::invalid_argument);
}

TEST(QLearning, NumbersThatAreNoTurnsAreAGrid) {
  auto table = q_learning{{.numbers = 2}, {0.0, 0.0}};
  table.learn({{{-0.95, -0.95}, {0, 1.0}}, 1.0, {}});
  EXPECT_EQ(table.counts(0)[0], 1U);
  EXPECT_THROW(static_cast<void>(table.distribution(features(first))), std::invalid_argument);
}

} // namespace
} // namespace troupe::learning
