#pragma once
#include "learning/choice.hpp"

#include <cstddef>
#include <vector>

namespace troupe::learning {

/// Always the same action, and nothing is learned.
class fixed {
public:
  /// Throws std::invalid_argument unless `action` is one of `actions`.
  fixed(std::size_t action, std::size_t actions);

  [[nodiscard]] std::vector<double> distribution(const context&) const;
  void learn(const decision&, double /*reward*/) const noexcept {}

  bool operator==(const fixed&) const = default;

private:
  std::size_t action_;
  std::size_t actions_;
};

} // namespace troupe::learning
