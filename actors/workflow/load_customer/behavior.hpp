#pragma once
#include "actors/store/interface.hpp"
#include "actors/workflow/load_customer/interface.hpp"

#include <caf/typed_event_based_actor.hpp>

namespace troupe::load_customer {

/// `history_limit`: how many messages of the session the other nodes see.
handle::behavior_type behavior(handle::pointer, const store::reader&, std::size_t history_limit);

} // namespace troupe::load_customer
