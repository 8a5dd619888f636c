#include "learning/uniform.hpp"

#include <stdexcept>

namespace troupe::learning {

uniform::uniform(std::size_t actions) : actions_{actions} {
  if (actions == 0) throw std::invalid_argument{"a policy needs at least one action"};
}

std::vector<double> uniform::distribution(const context&) const {
  return std::vector<double>(actions_, 1.0 / static_cast<double>(actions_));
}

} // namespace troupe::learning
