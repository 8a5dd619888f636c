#pragma once
#include "learning/context.hpp"
#include "learning/random.hpp"

#include <cstddef>
#include <span>

/// Actions are numbers from 0; what they stand for, their order in config/strategies.toml says.
namespace troupe::learning {

struct choice {
  std::size_t action = 0;
  double propensity = 1.0; ///< the exact probability with which the action was chosen

  bool operator==(const choice&) const = default;
};

/// A choice with what it was made from: what a policy learns from, together with its reward.
struct decision {
  learning::context context;
  choice chosen;
};

/// Draws an action from a distribution over all of them, never one of probability 0.
[[nodiscard]] choice draw(std::span<const double> distribution, random_stream&);

} // namespace troupe::learning
