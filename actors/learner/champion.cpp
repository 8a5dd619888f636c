#include "actors/learner/champion.hpp"

namespace troupe::learner {

std::string champion(const std::string& configured, std::span<const learning::promotion> promotions) {
  if (promotions.empty() || promotions.back().configured != configured) return configured;
  return promotions.back().policy;
}

} // namespace troupe::learner
