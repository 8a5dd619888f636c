#include "actors/learner/initial_policy.hpp"

namespace troupe::learner {

learning::snapshot initial_policy(const config::settings& settings, const config::strategies& strategies) {
  auto options = learning::policy_options{settings.rl_exploration_rate, {}};
  for (const auto& strategy : strategies) options.initial_values.push_back(strategy.initial_value);
  return {1, learning::make_policy(settings.rl_policy, options)};
}

} // namespace troupe::learner
