#include "learning/epsilon_greedy.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>
#include <utility>

namespace troupe::learning {

epsilon_greedy::epsilon_greedy(double epsilon, std::vector<double> initial_values)
    : epsilon_{epsilon}, values_{std::move(initial_values)}, counts_(values_.size()) {
  if (!(epsilon_ >= 0.0 && epsilon_ <= 1.0))
    throw std::invalid_argument{"epsilon is " + std::to_string(epsilon_) + ": it must be from 0 to 1"};
  if (values_.empty()) throw std::invalid_argument{"a policy needs at least one action"};
  if (!std::ranges::all_of(values_, [](double v) { return std::isfinite(v); }))
    throw std::invalid_argument{"the initial values of a policy must be finite"};
}

std::vector<double> epsilon_greedy::distribution(const context&) const {
  const auto best = std::ranges::max(values_);
  const auto ties = static_cast<double>(std::ranges::count(values_, best));
  std::vector<double> probabilities(values_.size(), epsilon_ / static_cast<double>(values_.size()));
  for (std::size_t action = 0; action < values_.size(); ++action)
    if (values_[action] == best) probabilities[action] += (1.0 - epsilon_) / ties;
  return probabilities;
}

void epsilon_greedy::learn(const decision& made, double reward) {
  const auto action = made.chosen.action;
  if (action >= values_.size())
    throw std::invalid_argument{"action " + std::to_string(action) + " is none of the policy's "
                                + std::to_string(values_.size())};
  if (!std::isfinite(reward)) throw std::invalid_argument{"a reward must be finite"};
  const auto n = static_cast<double>(++counts_[action]);
  values_[action] = (n - 1.0) / n * values_[action] + reward / n;
}

} // namespace troupe::learning
