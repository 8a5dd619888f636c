#include "evaluation/simulation.hpp"
#include "evaluation/simulator.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace troupe::evaluation {
namespace {

using testing::Optional;

std::vector<simulated_turn> turns_of(std::uint64_t seed, std::size_t turns, drift kind = drift::none) {
  auto world = simulator{seed, turns, kind};
  std::vector<simulated_turn> all;
  while (all.size() < turns) all.push_back(world.next());
  return all;
}

TEST(Simulator, IsAFunctionOfItsSeed) {
  const auto values = [](const std::vector<simulated_turn>& turns) {
    std::vector<strategy_values> all;
    for (const auto& turn : turns) all.push_back(turn.values);
    return all;
  };
  EXPECT_EQ(values(turns_of(1, 100)), values(turns_of(1, 100)));
  EXPECT_NE(values(turns_of(1, 100)), values(turns_of(2, 100)));
}

TEST(Simulator, TheBestStrategyIsWorthWhatItSaysAndTheOthersLessByAGap) {
  for (std::uint64_t seed = 0; seed < 50; ++seed)
    for (const auto& turn : turns_of(seed, 100)) {
      auto sorted = turn.values;
      std::ranges::sort(sorted);
      ASSERT_GE(sorted[4], 0.55);
      ASSERT_LE(sorted[4], 0.95);
      ASSERT_GE(sorted[4] - sorted[3], 0.05 - 1e-12);
      ASSERT_LE(sorted[4] - sorted[0], 0.4 + 1e-12);
    }
}

TEST(Simulator, RewardsAreWorthTheirStrategysValueAndSomeNeverCome) {
  double rewards = 0.0;
  double values = 0.0;
  double unknown = 0.0;
  constexpr std::size_t turns = 20'000;
  for (const auto& turn : turns_of(3, turns)) {
    rewards += turn.rewards[2] / turns;
    values += turn.values[2] / turns;
    unknown += turn.rewarded ? 0.0 : 1.0 / turns;
    ASSERT_LE(turn.delay, 50U);
  }
  EXPECT_NEAR(rewards, values, 5 * 0.224 / std::sqrt(turns));
  EXPECT_NEAR(unknown, 0.3, 5 * 0.458 / std::sqrt(turns));
}

TEST(Simulator, SessionsKeepTheirSubjectAndEndAtSixTurns) {
  auto group = language::intent_group::other;
  std::map<std::uint64_t, int> lengths;
  auto ended = true;
  for (const auto& turn : turns_of(4, 5000)) {
    EXPECT_EQ(turn.context.turn_number == 1, ended);
    EXPECT_TRUE(ended || turn.context.group == group);
    group = turn.context.group;
    ended = turn.last;
    if (ended) ++lengths[turn.context.turn_number];
  }
  EXPECT_EQ(lengths.size(), 6U);
}

TEST(Simulator, PreferencesAreOfSubjectAndMoodAlone) {
  std::map<std::pair<language::intent_group, int>, strategy_values> seen;
  for (const auto& turn : turns_of(5, 2000)) {
    const auto mood = static_cast<int>((turn.context.sentiment + 1.0) * 1.5);
    const auto [found, is_new] = seen.emplace(std::pair{turn.context.group, mood}, turn.values);
    EXPECT_EQ(found->second, turn.values);
  }
  EXPECT_EQ(seen.size(), 12U);
}

TEST(Simulator, DriftChangesPreferencesWhenItSays) {
  const auto steady = turns_of(6, 600);
  const auto abrupt = turns_of(6, 600, drift::abrupt);
  const auto gradual = turns_of(6, 600, drift::gradual);
  for (std::size_t i = 0; i < 600; ++i) {
    EXPECT_EQ(steady[i].values == abrupt[i].values, i < 300) << i;
    EXPECT_EQ(steady[i].values == gradual[i].values, i <= 200) << i;
    EXPECT_EQ(abrupt[i].values == gradual[i].values, i <= 200 || i >= 400) << i;
    EXPECT_EQ(steady[i].context, abrupt[i].context) << i;
  }
}

TEST(Simulation, ThePolicyThatKnowsNothingPaysTheMeanGap) {
  const auto played = simulate(learning::uniform{simulated_strategies}, 7, 4000, drift::none);
  double gap = 0.0;
  for (const auto& turn : turns_of(7, 4000))
    for (const auto value : turn.values) gap += (std::ranges::max(turn.values) - value) / 5 / 4000;
  double regret = 0.0;
  for (const auto one : played.regrets) regret += one / 4000;
  EXPECT_NEAR(regret, gap, 5 * 0.15 / std::sqrt(4000));
}

TEST(Recovery, IsTheFirstTimeAtWhichTheLastHundredAreAsGoodAsBefore) {
  std::vector<double> regrets(1000, 0.1);
  std::fill(regrets.begin() + 500, regrets.begin() + 600, 0.45);
  EXPECT_THAT(recovery(regrets, {500, 500}), Optional(195U)); // 5 of 0.45 and 95 of 0.1 make 0.1175
  EXPECT_THAT(recovery(regrets, {400, 620}), Optional(100U));
  std::fill(regrets.begin() + 500, regrets.end(), 0.5);
  EXPECT_EQ(recovery(regrets, {500, 500}), std::nullopt);
  EXPECT_EQ(recovery(regrets, {50, 60}), std::nullopt);
}

} // namespace
} // namespace troupe::evaluation
