#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace troupe::evaluation {

constexpr auto estimator_names = std::to_array<std::string_view>({"ips", "snips", "dr", "switch_dr"});

/// How off-policy estimates fared in worlds where the truth is known, one figure for each estimator.
struct coverage {
  std::size_t told = 0; ///< repetitions that were not refused; the rest is about these
  double effective_sample_size = 0.0;
  std::array<double, estimator_names.size()> covered{}; ///< share of the intervals that hold the truth
  std::array<double, estimator_names.size()> rmse{};
};

/// Logs of so many decisions among three actions, each with a feature x uniform in -1..1. The first is worth
/// 0.5 + 0.3 x and logged with probability `first`, the others 0.5 - 0.2 x and half of the rest each; a
/// reward is 1 with the probability of the worth, else 0. What is to be told is the value of always taking
/// the second: 0.5.
[[nodiscard]] coverage measure_coverage(std::size_t decisions, double first, std::size_t repetitions,
                                        std::uint64_t seed);

} // namespace troupe::evaluation
