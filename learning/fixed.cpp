#include "learning/fixed.hpp"

#include <stdexcept>
#include <string>

namespace troupe::learning {

fixed::fixed(std::size_t action, std::size_t actions) : action_{action}, actions_{actions} {
  if (action >= actions)
    throw std::invalid_argument{"action " + std::to_string(action) + " is none of the policy's "
                                + std::to_string(actions)};
}

std::vector<double> fixed::distribution(const context&) const {
  std::vector<double> probabilities(actions_, 0.0);
  probabilities[action_] = 1.0;
  return probabilities;
}

} // namespace troupe::learning
