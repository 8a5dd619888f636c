#pragma once
#include "language/classification.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace troupe::learning {

/// What a policy may know of a turn: numbers that say nothing of who the customer is.
struct context {
  language::intent_group group = language::intent_group::other;
  language::urgency urgency = language::urgency::medium;
  double sentiment = 0.0;        ///< -1..1
  std::uint64_t turn_number = 1; ///< in the session, from 1
  double confidence = 0.0;       ///< 0..1

  bool operator==(const context&) const = default;
};

constexpr std::size_t context_size = 5;

/// The context as policies see it and as it is logged with a decision: the members in their order,
/// enumerations as their numbers.
[[nodiscard]] std::vector<double> features(const context&);

/// The context of which these are the features. Throws std::invalid_argument if they are none's.
[[nodiscard]] context context_of(std::span<const double> features);

} // namespace troupe::learning
