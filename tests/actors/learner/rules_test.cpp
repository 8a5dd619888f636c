#include "actors/learner/rules.hpp"

#include <gtest/gtest.h>

namespace troupe::learner {
namespace {

TEST(LearningRules, HoldTheStrategiesInTheirOrder) {
  const auto strategies = config::strategies{{"a", "", "", "", 0.2}, {"b", "", "", "", 0.9}};
  const auto rules = rules_of("fixed", {}, strategies, {});
  EXPECT_EQ(rules.strategies, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(rules.options.initial_values, (std::vector{0.2, 0.9}));
  EXPECT_EQ(learning::distribution(learning::fold{rules}.policy(), {})[1], 1.0);
}

TEST(LearningRules, MakeEveryPolicyThatCanBeConfigured) {
  const auto strategies = config::strategies{{"a", "", "", "", 0.2}};
  for (const auto name : learning::policy_names)
    EXPECT_EQ(learning::name(learning::fold{rules_of(std::string{name}, {}, strategies, {})}.policy()), name);
}

TEST(Champion, IsTheOnePromotedLastUnlessTheSettingHasChanged) {
  EXPECT_EQ(champion("fixed", {}), "fixed");
  const auto history = std::vector<learning::promotion>{{"linucb", "fixed", "fixed", "", "", 1},
                                                        {"lin_ts", "linucb", "fixed", "", "", 2}};
  EXPECT_EQ(champion("fixed", history), "lin_ts");
  EXPECT_EQ(champion("uniform", history), "uniform");
}

} // namespace
} // namespace troupe::learner
