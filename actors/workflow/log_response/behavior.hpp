#pragma once
#include "actors/workflow/log_response/interface.hpp"
#include "language/signals.hpp"

#include <caf/typed_event_based_actor.hpp>

namespace troupe::log_response {

/// The finder outlives the actor.
handle::behavior_type behavior(handle::pointer, const language::signal_finder*);

} // namespace troupe::log_response
