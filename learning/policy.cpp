#include "learning/policy.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace troupe::learning {

policy make_policy(std::string_view name, const policy_options& options) {
  const auto& values = options.initial_values;
  if (name == "epsilon_greedy") return epsilon_greedy{options.exploration_rate, values};
  if (name == "uniform") return uniform{values.size()};
  if (name == "fixed") {
    const auto best = std::ranges::max_element(values) - values.begin();
    return fixed{static_cast<std::size_t>(best), values.size()};
  }
  throw std::invalid_argument{"there is no policy " + std::string{name}};
}

std::string_view name(const policy& of) noexcept { return policy_names[of.index()]; }

choice choose(const policy& by, const context& in, random_stream& random) {
  return draw(std::visit([&](const auto& p) { return p.distribution(in); }, by), random);
}

void learn(policy& learner, const decision& made, double reward) {
  std::visit([&](auto& p) { p.learn(made, reward); }, learner);
}

} // namespace troupe::learning
