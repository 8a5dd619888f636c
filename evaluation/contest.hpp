#pragma once
#include "evaluation/simulator.hpp"
#include "learning/fold.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace troupe::evaluation {

/// How a challenger fared in the shadow of a champion among simulated customers.
struct contest {
  std::optional<std::size_t> won_after; ///< conversations; none: it did not take over
  double gain = 0.0;                    ///< mean, in rewards, as it was estimated at the end…
  double gain_low = 0.0;                ///< …and what it was at least
};

/// The rules of a champion and a challenger with the simulator's strategies, whose rewards are as they come.
[[nodiscard]] learning::fold_rules contest_rules(std::string champion, std::string challenger,
                                                 const learning::policy_options&);

/// Lets the champion choose for so many turns, while both learn; the challenger is looked at after every
/// conversation, and the contest ends when it has won. Where customers are indifferent, a reward is the same
/// whatever was chosen, so that no policy is better than another.
[[nodiscard]] contest hold_contest(const learning::fold_rules&, std::uint64_t seed, std::size_t turns,
                                   bool indifferent);

} // namespace troupe::evaluation
