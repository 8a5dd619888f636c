#pragma once
#include "actors/workflow/classify/interface.hpp"
#include "language/classifier.hpp"
#include "language/signals.hpp"

#include <caf/typed_event_based_actor.hpp>

namespace troupe::classify {

/// Both outlive the actor.
handle::behavior_type behavior(handle::pointer, const language::classifier*, const language::signal_finder*);

} // namespace troupe::classify
