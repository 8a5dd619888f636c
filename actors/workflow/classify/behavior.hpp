#pragma once
#include "actors/workflow/classify/interface.hpp"
#include "language/classifier.hpp"

#include <caf/typed_event_based_actor.hpp>

namespace troupe::classify {

/// `with` outlives the actor.
handle::behavior_type behavior(handle::pointer, const language::classifier* with);

} // namespace troupe::classify
