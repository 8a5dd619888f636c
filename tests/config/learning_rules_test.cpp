#include "config/learning_rules.hpp"

#include <gtest/gtest.h>

namespace troupe::config {
namespace {

TEST(LearningRules, HoldTheStrategiesInTheirOrder) {
  const auto of = strategies{{"a", "", "", "", 0.2}, {"b", "", "", "", 0.9}};
  const auto rules = rules_of("fixed", {}, of, {});
  EXPECT_EQ(rules.strategies, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(rules.options.initial_values, (std::vector{0.2, 0.9}));
  EXPECT_EQ(learning::distribution(learning::fold{rules}.policy(), {})[1], 1.0);
}

TEST(LearningRules, MakeEveryPolicyThatCanBeConfigured) {
  const auto of = strategies{{"a", "", "", "", 0.2}};
  for (const auto name : learning::policy_names)
    EXPECT_EQ(learning::name(learning::fold{rules_of(std::string{name}, {}, of, {})}.policy()), name);
}

} // namespace
} // namespace troupe::config
