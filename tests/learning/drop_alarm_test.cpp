#include "learning/drop_alarm.hpp"
#include "learning/policy.hpp"

#include <gmock/gmock.h>

#include <random>

namespace troupe::learning {
namespace {

TEST(DropAlarm, IsRaisedByDropsThatAddUpAndBeginsAnew) {
  auto alarm = drop_alarm{};
  const auto drop = 2.0 + drop_alarm::allowance;
  for (double sum = 2.0; sum < drop_alarm::threshold; sum += 2.0) EXPECT_FALSE(alarm.hear(drop)) << sum;
  EXPECT_TRUE(alarm.hear(drop));
  EXPECT_FALSE(alarm.hear(drop));
}

TEST(DropAlarm, IsNotRaisedByWhatIsAllowedOrBetter) {
  auto alarm = drop_alarm{};
  for (int i = 0; i < 10'000; ++i) EXPECT_FALSE(alarm.hear(i % 2 == 0 ? drop_alarm::allowance : -5.0));
  EXPECT_EQ(alarm, drop_alarm{}) << "what was better is no credit for what is worse later";
}

TEST(DropAlarm, IsSeldomRaisedByNoise) {
  auto random = random_stream{1};
  auto normal = std::normal_distribution<double>{};
  auto alarm = drop_alarm{};
  auto raised = 0;
  for (int i = 0; i < 20'000; ++i) raised += alarm.hear(normal(random)) ? 1 : 0;
  EXPECT_LE(raised, 2);
}

/// A policy of two actions that has learned for long that the first is the better one.
policy settled(double half_life) {
  auto options = policy_options{};
  options.initial_values = {0.5, 0.5};
  options.half_life = half_life;
  options.space.numbers = 1;
  auto of = make_policy("linucb", options);
  for (int i = 0; i < 1'000; ++i) {
    learn(of, {{{1.0}, {0, 0.5}}, i % 2 == 0 ? 0.9 : 0.7, {}});
    learn(of, {{{1.0}, {1, 0.5}}, i % 2 == 0 ? 0.6 : 0.4, {}});
  }
  return of;
}

double first(const policy& of) { return distribution(of, std::vector{1.0})[0]; }

/// How many rewards of what has become the worse action it takes until the other one is taken.
int turns_to_change(policy of) {
  auto turns = 0;
  while (first(of) > 0.5 && turns < 5'000) {
    learn(of, {{{1.0}, {0, 0.99}}, turns % 2 == 0 ? 0.3 : 0.1, {}});
    ++turns;
  }
  return turns;
}

TEST(LinearPolicies, ChangeTheirMindSoonWhenRewardsFallAndForgetNothingWhereNothingIsForgotten) {
  ASSERT_GT(first(settled(100'000.0)), 0.5);
  const auto without = turns_to_change(settled(0.0));
  EXPECT_LT(turns_to_change(settled(100'000.0)), without / 4);
}

TEST(LinearPolicies, GoOnFromTheirBytesAfterAnAlarm) {
  auto of = settled(1'000.0);
  for (int i = 0; i < 60; ++i) learn(of, {{{1.0}, {0, 0.99}}, 0.1, {}});
  auto read = parse(serialize(of));
  EXPECT_EQ(read, of);
  for (auto* one : {&of, &read}) learn(*one, {{{1.0}, {1, 0.01}}, 0.5, {}});
  EXPECT_EQ(serialize(read), serialize(of));
}

TEST(RewardModel, CorrectsAcrossAnAlarmOnlyWhatStillCounts) {
  auto options = reward_options{};
  options.linear.half_life = 1'000.0;
  auto of = reward_model{feature_space{.numbers = 1}, options, {0.5}};
  const auto experienced = [](double reward) { return experience{{{1.0}, {0, 1.0}}, reward, {}}; };
  for (int i = 0; i < 500; ++i) of.learn(experienced(i % 2 == 0 ? 0.9 : 0.7));
  auto behind = 0U;
  while (of.alarms() == 0 && behind < 500) of.learn(experienced(0.1)), ++behind;
  ASSERT_EQ(of.alarms(), 1U);
  for (int i = 0; i < 10; ++i) of.learn(experienced(0.1));
  const auto mean = [&] { return of(std::vector{1.0})[0].mean; };
  const auto before = mean();
  of.correct(experienced(0.7), 0.0, 10 + behind); // the last of the good ones
  EXPECT_NEAR(mean(), before, 1e-4);
  of.correct(experienced(0.1), 1.0, 0);
  EXPECT_GT(mean(), before + 0.05);
}

} // namespace
} // namespace troupe::learning
