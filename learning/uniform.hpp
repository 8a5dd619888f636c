#pragma once
#include "learning/choice.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace troupe::learning {

class checkpoint_reader;
class checkpoint_writer;

/// Every action alike, and nothing is learned: what other policies are measured against.
class uniform {
public:
  /// Throws std::invalid_argument without actions.
  explicit uniform(std::size_t actions);

  [[nodiscard]] std::vector<double> distribution(std::span<const double> features) const;
  void learn(const experience&) const noexcept {}
  bool correct(const experience&, double /*reward*/, std::uint64_t /*age*/) const noexcept { return true; }

  void write(checkpoint_writer&) const;
  static uniform read(checkpoint_reader&);

  bool operator==(const uniform&) const = default;

private:
  std::size_t actions_;
};

} // namespace troupe::learning
