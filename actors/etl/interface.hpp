#pragma once
#include "messages/local/timer.hpp"

#include <caf/fwd.hpp>
#include <caf/replies_to.hpp>
#include <caf/typed_actor.hpp>

namespace troupe::etl {

/// Starts the periodic jobs.
using handle = caf::typed_actor<caf::reacts_to<timer_due>>;

} // namespace troupe::etl
