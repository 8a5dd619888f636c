#include "learning/policy.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace troupe::learning {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::Ge;

constexpr auto linear = std::to_array<std::string_view>({"lin_ts", "linucb", "square_cb"});

policy_options plane(std::size_t actions) {
  auto options = policy_options{};
  options.initial_values.assign(actions, 0.5);
  options.space = {.numbers = 2, .fourier = 16};
  return options;
}

/// Action 0 pays on the left, 1 on the right, 2 nowhere.
double payoff(std::size_t action, double x) {
  if (action == 2) return 0.1;
  return (action == 0) == (x < 0) ? 0.9 : 0.2;
}

TEST(LinearPolicies, LearnWhichActionPaysWhere) {
  for (const auto wanted : linear) {
    auto learner = make_policy(wanted, plane(3));
    for (int turn = 0; turn < 600; ++turn) {
      auto random = random_stream{3, std::to_string(turn)};
      const auto at = std::vector{2 * random.uniform() - 1, 2 * random.uniform() - 1};
      const auto chosen = choose(learner, at, random);
      learn(learner, {{at, chosen}, payoff(chosen.action, at[0]), {}});
    }
    EXPECT_GT(distribution(learner, std::vector{-0.6, 0.0})[0], 0.8) << wanted;
    EXPECT_GT(distribution(learner, std::vector{0.6, 0.0})[1], 0.8) << wanted;
  }
}

TEST(LinearPolicies, EveryActionKeepsTheFloorAndTheDistributionSumsToOne) {
  auto options = plane(3);
  options.floor = 0.02;
  for (const auto wanted : linear) {
    auto learner = make_policy(wanted, options);
    for (int i = 0; i < 300; ++i)
      for (std::size_t action = 0; action < 3; ++action)
        learn(learner, {{{0.5, 0.5}, {action, 1.0}}, action == 1 ? 1.0 : 0.0, {}});
    const auto all = distribution(learner, std::vector{0.5, 0.5});
    EXPECT_THAT(all, Each(Ge(0.02 - 1e-12))) << wanted;
    EXPECT_NEAR(std::reduce(all.begin(), all.end()), 1.0, 1e-12) << wanted;
    EXPECT_GT(all[1], 0.85) << wanted;
  }
}

TEST(LinearPolicies, AFloorBeyondAnEvenShareIsAnEvenShare) {
  auto options = plane(4);
  options.floor = 0.9;
  for (const auto wanted : linear)
    EXPECT_THAT(distribution(make_policy(wanted, options), std::vector{0.1, 0.1}),
                Each(testing::DoubleEq(0.25)))
        << wanted;
}

TEST(LinearPolicies, ACorrectionCountsAsIfTheRewardHadBeenTheOther) {
  for (const auto wanted : linear) {
    auto corrected = make_policy(wanted, plane(2));
    auto anew = corrected;
    auto random = random_stream{5};
    for (int turn = 0; turn < 60; ++turn) {
      const auto at = std::vector{2 * random.uniform() - 1, 2 * random.uniform() - 1};
      const auto action = static_cast<std::size_t>(turn % 2);
      const auto reward = random.uniform();
      learn(corrected, {{at, {action, 0.5}}, reward, {}});
      learn(anew, {{at, {action, 0.5}}, turn == 20 ? 1.0 : reward, {}});
    }
    auto again = random_stream{5};
    experience twentieth;
    for (int turn = 0; turn <= 20; ++turn) {
      const auto x = 2 * again.uniform() - 1;
      const auto y = 2 * again.uniform() - 1;
      twentieth = {{{x, y}, {static_cast<std::size_t>(turn % 2), 0.5}}, again.uniform(), {}};
    }
    ASSERT_TRUE(correct(corrected, twentieth, 1.0, 39));
    const auto expected = distribution(anew, std::vector{0.3, -0.2});
    const auto found = distribution(corrected, std::vector{0.3, -0.2});
    for (std::size_t action = 0; action < 2; ++action)
      EXPECT_NEAR(found[action], expected[action], 1e-9) << wanted;
    EXPECT_THROW(correct(corrected, twentieth, 1.0, 60), std::invalid_argument) << wanted;
  }
}

TEST(LinearPolicies, RefuseFeaturesOfAnotherSpaceAndStayAsTheyWere) {
  for (const auto wanted : linear) {
    auto learner = make_policy(wanted, plane(2));
    const auto before = learner;
    for (const auto& bad : {std::vector<double>{}, {1.0}, {1.0, 2.0, 3.0}, {1.0, std::nan("")}}) {
      EXPECT_THROW(static_cast<void>(distribution(learner, bad)), std::invalid_argument);
      EXPECT_THROW(learn(learner, {{bad, {0, 1.0}}, 1.0, {}}), std::invalid_argument);
    }
    EXPECT_THROW(learn(learner, {{{0, 0}, {2, 1.0}}, 1.0, {}}), std::invalid_argument);
    EXPECT_THROW(learn(learner, {{{0, 0}, {0, 1.0}}, std::nan(""), {}}), std::invalid_argument);
    EXPECT_EQ(learner, before);
  }
}

TEST(LinUcb, TakesTheUncertainOverTheEquallyGood) {
  auto learner = make_policy("linucb", plane(2));
  for (int i = 0; i < 10; ++i) learn(learner, {{{0.0, 0.0}, {0, 1.0}}, 0.5, {}});
  const auto all = distribution(learner, std::vector{0.0, 0.0});
  EXPECT_NEAR(all[1], 0.999, 1e-12);
}

TEST(SquareCb, WeighsByTheInverseOfTheGapAndMoreSoWithEveryReward) {
  auto options = plane(2);
  options.floor = 0.0;
  options.initial_values = {0.5, 0.3};
  auto learner = make_policy("square_cb", options);
  const auto at = std::vector{0.0, 0.0};
  EXPECT_THAT(distribution(learner, at), ElementsAre(0.5, 0.5)); // a rate of 0 before the first reward
  learn(learner, {{at, {0, 0.5}}, 0.5, {}});
  const auto p = 1.0 / (2.0 + 10.0 * std::sqrt(2.0) * 0.2);
  EXPECT_NEAR(distribution(learner, at)[1], p, 1e-12);
}

TEST(LinTs, ActionsThatAreKnownAlikeAreTakenAlike) {
  const auto all = distribution(make_policy("lin_ts", plane(2)), std::vector{0.3, 0.1});
  EXPECT_NEAR(all[0], 0.5, 5 * std::sqrt(0.25 / 256));
}

TEST(LinTs, IsMadeOfAtLeastOneDraw) {
  const auto rewards = reward_model{{.numbers = 1, .fourier = 0}, {}, {0.0, 0.0}};
  EXPECT_THROW((lin_ts{rewards, {.draws = 0}}), std::invalid_argument);
  EXPECT_THROW((lin_ts{rewards, {.draws = 10'001}}), std::invalid_argument);
  EXPECT_THROW((lin_ts{rewards, {.floor = 0.51}}), std::invalid_argument);
  EXPECT_EQ((lin_ts{rewards, {.draws = 7}}.draws()), 7U);
}

} // namespace
} // namespace troupe::learning
