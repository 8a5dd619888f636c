#include "actors/evaluator/values.hpp"
#include "learning/context.hpp"
#include "learning/random.hpp"

#include <gmock/gmock.h>

#include <vector>

namespace troupe::evaluator {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;

learning::fold_rules always_b() {
  auto rules = learning::fold_rules{};
  rules.policy = "fixed";
  rules.options.initial_values = {0.1, 0.9};
  rules.options.space.fourier = 0;
  rules.strategies = {"a", "b"};
  rules.weights.fill(1.0);
  return rules;
}

/// Chosen evenly; "b" is worth 0.8, "a" 0.2.
std::vector<learning::lesson> decisions(std::size_t count) {
  auto random = learning::random_stream{1};
  auto log = std::vector<learning::lesson>(count);
  for (auto& l : log) {
    const bool b = random.uniform() < 0.5;
    l.strategy = b ? "b" : "a";
    l.features = learning::features({});
    l.propensity = 0.5;
    l.earned.see(learning::reward_kind::satisfaction, random.uniform() < (b ? 0.8 : 0.2) ? 1.0 : 0.0);
  }
  return log;
}

TEST(EvaluatedPolicy, IsWorthWhatItsChoicesEarnedInTheLog) {
  const auto told = value_of(always_b(), decisions(2000));
  EXPECT_EQ(told.policy, "fixed");
  EXPECT_EQ(told.decisions, 2000U);
  EXPECT_EQ(told.refused, "");
  EXPECT_THAT(told.estimates,
              ElementsAre(Field(&policy_estimate::name, "ips"), Field(&policy_estimate::name, "snips"),
                          Field(&policy_estimate::name, "dr"), Field(&policy_estimate::name, "switch_dr")));
  for (const auto& e : told.estimates) {
    EXPECT_LE(e.low, 0.8) << e.name;
    EXPECT_GE(e.high, 0.8) << e.name;
    EXPECT_GT(e.low, 0.6) << e.name;
  }
  ASSERT_TRUE(told.effective_decisions);
  EXPECT_GT(*told.effective_decisions, 800.0);
}

TEST(EvaluatedPolicy, IsRefusedWhereTheLogSaysTooLittle) {
  for (const auto& few : {decisions(0), decisions(10)}) {
    const auto told = value_of(always_b(), few);
    EXPECT_NE(told.refused, "");
    EXPECT_THAT(told.estimates, IsEmpty());
    EXPECT_FALSE(told.effective_decisions);
  }
}

TEST(EvaluatedPolicy, LeavesOutWhatCannotBeEvaluated) {
  auto log = decisions(300);
  log[0].strategy = "gone";
  log[1].features = {1.0};
  log[2].earned = {};
  EXPECT_EQ(value_of(always_b(), log).decisions, 297U);
}

} // namespace
} // namespace troupe::evaluator
