#pragma once
#include "learning/choice.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace troupe::learning {

class checkpoint_reader;
class checkpoint_writer;

/// Always the same action, and nothing is learned.
class fixed {
public:
  /// Throws std::invalid_argument unless `action` is one of `actions`.
  fixed(std::size_t action, std::size_t actions);

  [[nodiscard]] std::vector<double> distribution(std::span<const double> features) const;
  void learn(const experience&) const noexcept {}
  bool correct(const experience&, double /*reward*/, std::uint64_t /*age*/) const noexcept { return true; }

  void write(checkpoint_writer&) const;
  static fixed read(checkpoint_reader&);

  bool operator==(const fixed&) const = default;

private:
  std::size_t action_;
  std::size_t actions_;
};

} // namespace troupe::learning
