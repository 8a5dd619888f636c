#include "learning/off_policy.hpp"

#include <gmock/gmock.h>

#include <array>
#include <cmath>

namespace troupe::learning {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

constexpr std::size_t actions = 3;

double worth(std::size_t action, double x) { return action == 0 ? 0.5 + 0.3 * x : 0.5 - 0.2 * x; }

/// Decisions by a policy that takes action 0 with probability `first` and else one of the others.
std::vector<experience> log_of(std::size_t count, double first, random_stream random) {
  std::vector<experience> log;
  const auto others = (1.0 - first) / 2.0;
  while (log.size() < count) {
    const auto x = 2.0 * random.uniform() - 1.0;
    const auto chosen = draw(std::to_array({first, others, others}), random);
    const auto reward = random.uniform() < worth(chosen.action, x) ? 1.0 : 0.0;
    log.push_back({{{x}, chosen}, reward, {}});
  }
  return log;
}

table always(std::vector<double> row, std::size_t count) { return table(count, std::move(row)); }

const auto line = feature_space{.numbers = 1, .fourier = 0};

off_policy_values values(const std::vector<experience>& log, const table& target) {
  return std::get<off_policy_values>(evaluate(log, target, predict_rewards(log, line, actions)));
}

std::string refused(const std::vector<experience>& log, const table& target) {
  const auto result = evaluate(log, target, table(log.size(), std::vector<double>(actions)));
  const auto* why = std::get_if<refusal>(&result);
  return why ? why->reason : "it was not";
}

TEST(Interval, OfSymmetricValuesIsStudents) {
  std::vector<double> values;
  for (int i = 0; i < 10; ++i) values.insert(values.end(), {-1.0, 1.0});
  const auto [value, low, high] = interval_of_mean(values);
  EXPECT_EQ(value, 0.0);
  const auto half = 2.093 * std::sqrt(20.0 / 19.0 / 20.0); // t of 19 degrees of freedom
  EXPECT_NEAR(high, half, 1e-3);
  EXPECT_NEAR(low, -half, 1e-3);
}

TEST(Interval, ReachesFartherOnTheSideOfTheLongTail) {
  std::vector<double> values(100, 0.0);
  values[7] = values[50] = 50.0;
  const auto [value, low, high] = interval_of_mean(values);
  EXPECT_DOUBLE_EQ(value, 1.0);
  EXPECT_GT(high - value, 1.2 * (value - low));
}

TEST(Interval, OfEqualValuesIsAPoint) { EXPECT_EQ(interval_of_mean(std::vector(5, 0.3)).low, 0.3); }

TEST(OffPolicy, TheLoggingPolicyIsWorthWhatItEarned) {
  const auto log = log_of(2000, 0.5, random_stream{1});
  double mean = 0.0;
  for (const auto& one : log) mean += one.reward / 2000;
  const auto all = values(log, always({0.5, 0.25, 0.25}, log.size()));
  EXPECT_NEAR(all.ips.value, mean, 1e-12);
  EXPECT_NEAR(all.snips.value, mean, 1e-12);
  EXPECT_NEAR(all.dr.value, mean, 0.02);
  EXPECT_NEAR(all.effective_sample_size, 2000, 1e-9);
}

TEST(OffPolicy, EveryDecisionCountsByItsOwnPropensity) {
  std::vector<experience> log;
  for (int i = 0; i < 100; ++i) {
    log.push_back({{{0.0}, {0, 0.5}}, 1.0, {}});
    log.push_back({{{0.0}, {1, 0.5}}, 0.0, {}});
    log.push_back({{{0.0}, {0, 0.8}}, 1.0, {}});
  }
  const auto all = values(log, always({0.7, 0.3, 0.0}, log.size()));
  EXPECT_NEAR(all.ips.value, (0.7 / 0.5 + 0.7 / 0.8) / 3.0, 1e-12);
  EXPECT_NEAR(all.snips.value, (0.7 / 0.5 + 0.7 / 0.8) / (0.7 / 0.5 + 0.3 / 0.5 + 0.7 / 0.8), 1e-12);
}

TEST(OffPolicy, IntervalsCoverTheTruthAsOftenAsTheySay) {
  constexpr int rounds = 400;
  std::array<int, 4> covered{};
  double error_of_ips = 0.0;
  double error_of_dr = 0.0;
  for (int round = 0; round < rounds; ++round) {
    const auto log = log_of(500, 0.6, random_stream{2, std::to_string(round)});
    const auto target = always({0.0, 1.0, 0.0}, log.size()); // worth 0.5
    const auto all = values(log, target);
    const auto found = std::to_array({all.ips, all.snips, all.dr, all.switch_dr});
    for (std::size_t i = 0; i < found.size(); ++i)
      covered[i] += found[i].low <= 0.5 && 0.5 <= found[i].high ? 1 : 0;
    error_of_ips += (all.ips.value - 0.5) * (all.ips.value - 0.5);
    error_of_dr += (all.dr.value - 0.5) * (all.dr.value - 0.5);
  }
  for (const auto count : covered) EXPECT_NEAR(count, 0.95 * rounds, 4 * std::sqrt(0.95 * 0.05 * rounds));
  EXPECT_LT(error_of_dr, error_of_ips);
}

TEST(OffPolicy, RefusesWhatTheLogCannotTell) {
  const auto log = log_of(1000, 0.98, random_stream{3});
  EXPECT_THAT(refused(log, always({0.0, 1.0, 0.0}, log.size())), HasSubstr("not enough data"));
  const auto one_sided = log_of(1000, 1.0, random_stream{3});
  EXPECT_THAT(refused(one_sided, always({0.9, 0.1, 0.0}, log.size())), HasSubstr("no support for action 1"));
  EXPECT_THAT(refused(one_sided, always({0.995, 0.005, 0.0}, log.size())), HasSubstr("it was not"));
  auto wrong = log_of(1000, 0.5, random_stream{3});
  for (auto& one : wrong) one.made.chosen.propensity = 0.9;
  EXPECT_THAT(refused(wrong, always({0.5, 0.25, 0.25}, log.size())), HasSubstr("weights average"));
  EXPECT_THAT(refused({}, {}), HasSubstr("not enough data"));
}

TEST(OffPolicy, DoesNotTakeWhatIsNoLog) {
  auto log = log_of(10, 0.5, random_stream{4});
  EXPECT_THROW(static_cast<void>(evaluate(log, {}, {})), std::invalid_argument);
  log[3].made.chosen.propensity = 0.0;
  EXPECT_THROW(static_cast<void>(refused(log, always({1, 0, 0}, 10))), std::invalid_argument);
}

TEST(OffPolicy, AModelDoesNotSeeTheRewardThatItPredicts) {
  auto log = log_of(50, 0.5, random_stream{5});
  log[8].made.features = log[7].made.features; // in another fold
  const auto before = predict_rewards(log, line, actions);
  const auto mean_moves = 0.02;
  log[7].reward += 1.0;
  const auto after = predict_rewards(log, line, actions);
  const auto action = log[7].made.chosen.action;
  EXPECT_NEAR(after[7][action], before[7][action], mean_moves); // the initial value is the mean of all
  EXPECT_GT(after[8][action] - before[8][action], mean_moves);
}

TEST(OffPolicy, APolicyIsMeasuredOnWhatItHasNotLearnedFrom) {
  auto options = policy_options{};
  options.exploration_rate = 0.0;
  options.initial_values = {0.0, 0.0};
  const auto bandit = make_policy("epsilon_greedy", options);
  // Only the first decision pays: folds that have not learned from it hold both actions alike.
  std::vector<experience> log(10, {{{}, {0, 0.5}}, 0.0, {}});
  log[0].reward = 1.0;
  const auto rows = distributions(log, bandit);
  ASSERT_THAT(rows, SizeIs(10));
  EXPECT_THAT(rows[0], ElementsAre(0.5, 0.5));
  EXPECT_THAT(rows[5], ElementsAre(0.5, 0.5));
  EXPECT_THAT(rows[1], ElementsAre(1.0, 0.0));
}

} // namespace
} // namespace troupe::learning
