#pragma once
#include <optional>
#include <span>

namespace troupe::evaluation {

/// Pearson's r of two series of the same length. None if either does not vary.
[[nodiscard]] std::optional<double> pearson_r(std::span<const double> a, std::span<const double> b);

} // namespace troupe::evaluation
