#include "config/learning_rules.hpp"

namespace troupe::config {

learning::fold_rules rules_of(std::string policy, const settings& s, const strategies& of,
                              const learning::reward_weights& weights) {
  auto rules = learning::fold_rules{};
  rules.policy = std::move(policy);
  rules.options.exploration_rate = s.rl_exploration_rate;
  rules.options.learning_rate = s.rl_learning_rate;
  rules.options.discount_factor = s.rl_discount_factor;
  rules.options.floor = s.rl_floor;
  rules.options.half_life = static_cast<double>(s.rl_half_life);
  for (const auto& strategy : of) {
    rules.options.initial_values.push_back(strategy.initial_value);
    rules.strategies.push_back(strategy.name);
  }
  rules.weights = weights;
  rules.normalised = s.reward_normalization;
  return rules;
}

} // namespace troupe::config
