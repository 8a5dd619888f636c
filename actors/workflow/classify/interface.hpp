#pragma once
#include "messages/local/nodes.hpp"

#include <caf/fwd.hpp>
#include <caf/replies_to.hpp>
#include <caf/typed_actor.hpp>

namespace troupe::classify {

/// Intent, urgency, sentiment.
using handle = caf::typed_actor<caf::replies_to<classify_request>::with<classified>>;

} // namespace troupe::classify
