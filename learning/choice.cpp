#include "learning/choice.hpp"

namespace troupe::learning {

choice draw(std::span<const double> distribution, random_stream& random) {
  auto rest = random.uniform();
  choice drawn{0, 0.0};
  for (std::size_t action = 0; action < distribution.size(); ++action) {
    if (distribution[action] <= 0.0) continue;
    drawn = {action, distribution[action]};
    if (rest < distribution[action]) break;
    rest -=
        distribution[action]; // rounding may leave a rest after the last: then the last possible action is it
  }
  return drawn;
}

} // namespace troupe::learning
