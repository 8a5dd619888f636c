#include "learning/uniform.hpp"

#include "learning/checkpoint.hpp"

#include <stdexcept>

namespace troupe::learning {

uniform::uniform(std::size_t actions) : actions_{actions} {
  if (actions == 0) throw std::invalid_argument{"a policy needs at least one action"};
}

std::vector<double> uniform::distribution(std::span<const double> /*features*/) const {
  return std::vector<double>(actions_, 1.0 / static_cast<double>(actions_));
}

void uniform::write(checkpoint_writer& to) const { to.put(std::uint64_t{actions_}); }

uniform uniform::read(checkpoint_reader& from) { return uniform{from.whole(most_actions)}; }

} // namespace troupe::learning
