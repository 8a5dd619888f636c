#include "actors/learner/initial_policy.hpp"

namespace troupe::learner {

learning::snapshot initial_policy(const config::settings& settings, const config::strategies& strategies) {
  auto options = learning::policy_options{};
  options.exploration_rate = settings.rl_exploration_rate;
  options.learning_rate = settings.rl_learning_rate;
  options.discount_factor = settings.rl_discount_factor;
  options.floor = settings.rl_floor;
  options.half_life = static_cast<double>(settings.rl_half_life);
  for (const auto& strategy : strategies) options.initial_values.push_back(strategy.initial_value);
  return {1, learning::make_policy(settings.rl_policy, options)};
}

} // namespace troupe::learner
