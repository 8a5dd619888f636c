#include "learning/context.hpp"

namespace troupe::learning {

std::vector<double> features(const context& of) {
  return {static_cast<double>(of.group), static_cast<double>(of.urgency), of.sentiment,
          static_cast<double>(of.turn_number), of.confidence};
}

} // namespace troupe::learning
