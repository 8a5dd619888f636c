#pragma once
#include "learning/fold.hpp"
#include "storage/experience.hpp"

#include <cstdint>

namespace troupe::learner {

/// The fold of the log from its beginning through a position (0: all of it), as the learner makes it page by
/// page. Blocks; throws storage::error.
[[nodiscard]] learning::fold refold(storage::experience_reader&, learning::fold_rules,
                                    std::uint64_t through = 0);

} // namespace troupe::learner
