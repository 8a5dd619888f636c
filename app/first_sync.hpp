#pragma once
#include "app/engine.hpp"
#include "app/progress.hpp"

namespace troupe::app {

/// The sync with which an engine begins, when it has ended and its sections are embedded, or cannot be.
/// Throws std::runtime_error if the engine ends before.
[[nodiscard]] sync_status first_sync(engine&, progress& shown);

} // namespace troupe::app
