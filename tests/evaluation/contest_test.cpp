#include "evaluation/contest.hpp"

#include <gtest/gtest.h>

namespace troupe::evaluation {
namespace {

learning::policy_options options() {
  auto of = learning::policy_options{};
  of.initial_values.assign(simulated_strategies, 0.5);
  return of;
}

TEST(Contest, IsHardlyEverWonWhereNothingIsBetter) {
  const auto rules = contest_rules("uniform", "epsilon_greedy", options());
  constexpr int runs = 100;
  auto won = 0;
  for (std::uint64_t seed = 0; seed < runs; ++seed)
    won += hold_contest(rules, seed, 400, true).won_after ? 1 : 0;
  EXPECT_LE(won, learning::challenger::error * runs);
}

TEST(Contest, IsWonByWhatLearnsOverWhatDoesNot) {
  const auto rules = contest_rules("uniform", "linucb", options());
  const auto one = hold_contest(rules, 1, 10'000, false);
  ASSERT_TRUE(one.won_after);
  EXPECT_GT(one.gain_low, 0.0);
  EXPECT_GT(one.gain, one.gain_low);
}

TEST(Contest, IsTheSameForTheSameSeed) {
  const auto rules = contest_rules("epsilon_greedy", "lin_ts", options());
  const auto one = hold_contest(rules, 3, 500, false);
  const auto other = hold_contest(rules, 3, 500, false);
  EXPECT_EQ(one.gain, other.gain);
  EXPECT_EQ(one.gain_low, other.gain_low);
  EXPECT_NE(one.gain, hold_contest(rules, 4, 500, false).gain);
}

} // namespace
} // namespace troupe::evaluation
