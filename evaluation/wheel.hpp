#pragma once
#include "learning/policy.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

/// The wheel bandit (Riquelme, Tucker, Snoek: Deep Bayesian Bandits Showdown, ICLR 2018, 5.4): how well does
/// a policy explore where what is worth finding is rare?
namespace troupe::evaluation {

constexpr std::size_t wheel_actions = 5;

struct wheel_turn {
  std::array<double, 2> context{}; ///< uniform in the unit disc
  std::array<double, wheel_actions> values{};
};

/// The first action is worth 1.2 and the others 1.0, but 50 the one of four that belongs to the quadrant of a
/// context farther than `delta` from the centre.
[[nodiscard]] wheel_turn spin(double delta, learning::random_stream&);

struct wheel_run {
  double regret = 0.0;
  double regret_of_uniform = 0.0; ///< expected, on the same contexts
};

/// Lets a policy choose and learn at every step. Rewards deviate by 0.01 from their value.
[[nodiscard]] wheel_run play_wheel(learning::policy, double delta, std::size_t steps, std::uint64_t seed);

} // namespace troupe::evaluation
