#pragma once
#include "learning/log.hpp"

#include <span>
#include <vector>

namespace troupe::feedback {

/// The lessons of an episode that has ended: one for each decision that was not learned before, in the order
/// of the turns.
[[nodiscard]] std::vector<learning::lesson> lessons_of(std::span<const learning::episode_turn>,
                                                       learning::episode_end);

/// What late feedback changes in the lessons of its episode; none where it says what is known already.
[[nodiscard]] std::vector<learning::lesson> corrections_of(std::span<const learning::learned_turn>);

} // namespace troupe::feedback
