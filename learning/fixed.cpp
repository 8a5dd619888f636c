#include "learning/fixed.hpp"

#include "learning/checkpoint.hpp"

#include <stdexcept>
#include <string>

namespace troupe::learning {

fixed::fixed(std::size_t action, std::size_t actions) : action_{action}, actions_{actions} {
  if (action >= actions)
    throw std::invalid_argument{"action " + std::to_string(action) + " is none of the policy's "
                                + std::to_string(actions)};
}

std::vector<double> fixed::distribution(std::span<const double> /*features*/) const {
  std::vector<double> probabilities(actions_, 0.0);
  probabilities[action_] = 1.0;
  return probabilities;
}

void fixed::write(checkpoint_writer& to) const {
  to.put(std::uint64_t{action_});
  to.put(std::uint64_t{actions_});
}

fixed fixed::read(checkpoint_reader& from) {
  const auto action = from.whole(most_actions);
  return {action, from.whole(most_actions)};
}

} // namespace troupe::learning
