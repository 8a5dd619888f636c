#pragma once
#include "learning/choice.hpp"

#include <cstddef>
#include <vector>

namespace troupe::learning {

/// Every action alike, and nothing is learned: what other policies are measured against.
class uniform {
public:
  /// Throws std::invalid_argument without actions.
  explicit uniform(std::size_t actions);

  [[nodiscard]] std::vector<double> distribution(const context&) const;
  void learn(const decision&, double /*reward*/) const noexcept {}

  bool operator==(const uniform&) const = default;

private:
  std::size_t actions_;
};

} // namespace troupe::learning
