#pragma once
#include "config/settings.hpp"

#include <cstddef>

namespace troupe::config {

/// TROUPE_SCHEDULER_THREADS, or one thread for each core that this process may run on, which taskset or a
/// container may have made fewer than the machine has.
[[nodiscard]] std::size_t scheduler_threads(const settings&);

} // namespace troupe::config
