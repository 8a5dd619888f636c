#include "learning/policy.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>
#include <string>

namespace troupe::learning {
namespace {

using testing::DoubleEq;
using testing::Each;
using testing::ElementsAre;

MATCHER_P(Near, expected, "") { return std::abs(arg - expected) < 1e-9; }

experience took(std::size_t action, double reward) { return {{{}, {action, 1.0}}, reward, {}}; }

TEST(Draw, FollowsTheDistribution) {
  constexpr auto distribution = std::to_array({0.5, 0.0, 0.3, 0.2});
  constexpr int draws = 100'000;
  std::array<int, 4> counts{};
  for (int turn = 0; turn < draws; ++turn) {
    auto random = random_stream{7, "trn_" + std::to_string(turn)};
    const auto drawn = draw(distribution, random);
    ASSERT_EQ(drawn.propensity, distribution[drawn.action]);
    ++counts[drawn.action];
  }
  EXPECT_EQ(counts[1], 0);
  for (std::size_t i = 0; i < counts.size(); ++i)
    EXPECT_NEAR(counts[i], draws * distribution[i], 5 * 158) << i;
}

TEST(Draw, NeverTakesTheImpossibleWhenRoundingLeavesARest) {
  constexpr auto distribution = std::to_array({0.0, 1e-300, 0.0});
  for (int turn = 0; turn < 100; ++turn) {
    auto random = random_stream{1, std::to_string(turn)};
    EXPECT_EQ(draw(distribution, random).action, 1U);
  }
}

TEST(EpsilonGreedy, TheBestHasTheGreedyMassAndAllExplore) {
  const auto bandit = epsilon_greedy{0.1, {0.2, 0.9, 0.1, 0.0, 0.3}};
  EXPECT_THAT(bandit.distribution({}),
              ElementsAre(DoubleEq(0.02), DoubleEq(0.92), DoubleEq(0.02), DoubleEq(0.02), DoubleEq(0.02)));
}

TEST(EpsilonGreedy, TiesShareTheGreedyMass) {
  EXPECT_THAT((epsilon_greedy{0.2, {0.5, 0.1, 0.5, 0.1}}.distribution({})),
              ElementsAre(DoubleEq(0.45), DoubleEq(0.05), DoubleEq(0.45), DoubleEq(0.05)));
  EXPECT_THAT((epsilon_greedy{0.1, {0, 0, 0, 0, 0}}.distribution({})), Each(DoubleEq(0.2)));
}

TEST(EpsilonGreedy, AtTheEndsOfEpsilon) {
  EXPECT_THAT((epsilon_greedy{0.0, {0.5, 1.0}}.distribution({})), ElementsAre(0.0, 1.0));
  EXPECT_THAT((epsilon_greedy{1.0, {0.5, 1.0}}.distribution({})), ElementsAre(0.5, 0.5));
  EXPECT_THAT((epsilon_greedy{0.3, {-1.0}}.distribution({})), ElementsAre(DoubleEq(1.0)));
}

TEST(EpsilonGreedy, ValuesAreTheMeansOfTheirOwnRewards) {
  auto bandit = epsilon_greedy{0.1, {0.4, 0.7}};
  for (const auto reward : {1.0, 0.0, 0.5, 0.25}) bandit.learn(took(0, reward));
  EXPECT_THAT(bandit.values(), ElementsAre(DoubleEq(1.75 / 4), 0.7));
  EXPECT_THAT(bandit.counts(), ElementsAre(4U, 0U));
}

TEST(EpsilonGreedy, TheFirstRewardReplacesTheInitialValue) {
  auto bandit = epsilon_greedy{0.1, {1.0, 0.5}};
  bandit.learn(took(0, 0.0));
  EXPECT_THAT(bandit.values(), ElementsAre(0.0, 0.5));
}

TEST(EpsilonGreedy, TheSameLogGivesTheSameBandit) {
  auto one = epsilon_greedy{0.1, {0.0, 0.0, 0.0}};
  auto two = one;
  for (std::size_t i = 0; i < 1000; ++i) {
    one.learn(took(i % 3, static_cast<double>(i % 7) / 7));
    two.learn(took(i % 3, static_cast<double>(i % 7) / 7));
  }
  EXPECT_EQ(one, two);
}

TEST(EpsilonGreedy, RefusesWhatItCannotLearnFrom) {
  auto bandit = epsilon_greedy{0.1, {0.0, 0.0}};
  const auto before = bandit;
  EXPECT_THROW(bandit.learn(took(2, 1.0)), std::invalid_argument);
  EXPECT_THROW(bandit.learn(took(0, std::numeric_limits<double>::quiet_NaN())), std::invalid_argument);
  EXPECT_THROW(bandit.learn(took(0, std::numeric_limits<double>::infinity())), std::invalid_argument);
  EXPECT_EQ(bandit, before);
}

TEST(EpsilonGreedy, RefusesWhatIsNoBandit) {
  EXPECT_THROW((epsilon_greedy{0.1, {}}), std::invalid_argument);
  EXPECT_THROW((epsilon_greedy{1.1, {0.0}}), std::invalid_argument);
  EXPECT_THROW((epsilon_greedy{std::nan(""), {0.0}}), std::invalid_argument);
  EXPECT_THROW((epsilon_greedy{0.1, {std::nan("")}}), std::invalid_argument);
}

TEST(Policy, EveryNameMakesThePolicyOfThatName) {
  for (const auto wanted : policy_names) EXPECT_EQ(name(make_policy(wanted, {0.1, {0.3, 0.1}})), wanted);
  EXPECT_THROW(std::ignore = make_policy("q_table", {0.1, {0.3}}), std::invalid_argument);
}

TEST(Policy, NoneStandsWithoutActions) {
  for (const auto wanted : policy_names)
    EXPECT_THROW(std::ignore = make_policy(wanted, {0.1, {}}), std::invalid_argument) << wanted;
}

TEST(Policy, EveryDistributionSumsToOne) {
  for (const auto wanted : policy_names) {
    const auto made = make_policy(wanted, {0.1, {0.3, 0.3, 0.1}});
    const auto all = distribution(made, features(context{}));
    EXPECT_THAT(std::reduce(all.begin(), all.end()), DoubleEq(1.0)) << wanted;
  }
}

TEST(Policy, FixedTakesTheFirstOfTheHighestWithCertaintyAndStaysWithIt) {
  auto steady = make_policy("fixed", {0.1, {0.1, 0.8, 0.8}});
  learn(steady, took(1, -1.0));
  auto random = random_stream{1, "trn_a"};
  EXPECT_EQ(choose(steady, context{}, random), (choice{1, 1.0}));
}

TEST(Policy, TheSameTurnChoosesTheSame) {
  const auto bandit = make_policy("uniform", {0.1, {0, 0, 0, 0, 0}});
  for (int turn = 0; turn < 50; ++turn) {
    auto once = random_stream{1, std::to_string(turn)};
    auto again = random_stream{1, std::to_string(turn)};
    EXPECT_EQ(choose(bandit, context{}, once), choose(bandit, context{}, again));
  }
}

TEST(Policy, LearnsWhichActionPays) {
  auto bandit = make_policy("epsilon_greedy", {0.1, {1.0, 0.0, 0.0, 0.0, 0.0}});
  constexpr auto payoff = std::to_array({0.2, 0.4, 0.9, 0.1, 0.3});
  for (int turn = 0; turn < 2000; ++turn) {
    auto random = random_stream{3, std::to_string(turn)};
    const auto chosen = choose(bandit, context{}, random);
    learn(bandit, {{{}, chosen}, payoff[chosen.action], {}});
  }
  EXPECT_THAT(std::get<epsilon_greedy>(bandit).values(),
              ElementsAre(Near(0.2), Near(0.4), Near(0.9), Near(0.1), Near(0.3)));
}

TEST(Context, FeaturesKeepTheOrderOfTheMembers) {
  EXPECT_THAT(features({.group = language::intent_group::product,
                        .urgency = language::urgency::critical,
                        .sentiment = -0.5,
                        .turn_number = 4,
                        .confidence = 0.75}),
              ElementsAre(3.0, 3.0, -0.5, 4.0, 0.75));
}

} // namespace
} // namespace troupe::learning
