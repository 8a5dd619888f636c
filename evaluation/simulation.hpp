#pragma once
#include "evaluation/simulator.hpp"
#include "learning/policy.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace troupe::evaluation {

/// What a policy did among simulated customers.
struct simulation {
  double reward = 0.0;         ///< mean of the rewards, the unknown ones included
  std::vector<double> regrets; ///< of each turn: what the best strategy is worth more than the chosen one
};

/// Lets a policy choose and learn: from a session's known rewards, when they come, in the order of its turns.
[[nodiscard]] simulation simulate(learning::policy, std::uint64_t seed, std::size_t turns, drift);

/// The turns from the end of a drift until a policy is as good as it was: until the mean regret of the last
/// 100 turns is at most 1.2 times what it was over the 100 before the drift. None if it never is, or there is
/// no such time.
[[nodiscard]] std::optional<std::size_t> recovery(std::span<const double> regrets, drift_span);

} // namespace troupe::evaluation
