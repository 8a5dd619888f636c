#pragma once
#include "actors/workflow/get_context/interface.hpp"

#include <caf/typed_event_based_actor.hpp>

#include <cstddef>

namespace troupe::get_context {

/// `budget`: the tokens of context that an answer may be made of.
handle::behavior_type behavior(handle::pointer, std::size_t budget);

} // namespace troupe::get_context
