#pragma once
#include "messages/local/nodes.hpp"

#include <caf/fwd.hpp>
#include <caf/replies_to.hpp>
#include <caf/typed_actor.hpp>

namespace troupe::log_response {

/// What the turn leaves for learning: metrics and the decision.
using handle = caf::typed_actor<caf::replies_to<log_request>::with<logged>>;

} // namespace troupe::log_response
