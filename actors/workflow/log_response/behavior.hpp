#pragma once
#include "actors/workflow/log_response/interface.hpp"

#include <caf/typed_event_based_actor.hpp>

namespace troupe::log_response {

handle::behavior_type behavior(handle::pointer);

} // namespace troupe::log_response
