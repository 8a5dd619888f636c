#pragma once
#include "actors/store/interface.hpp"
#include "actors/workflow/analyze_query/interface.hpp"

#include <caf/typed_event_based_actor.hpp>

namespace troupe::analyze_query {

handle::behavior_type behavior(handle::pointer, const store::reader&);

} // namespace troupe::analyze_query
