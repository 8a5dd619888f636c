#pragma once
#include "messages/local/nodes.hpp"

#include <caf/fwd.hpp>
#include <caf/replies_to.hpp>
#include <caf/typed_actor.hpp>

namespace troupe::load_customer {

/// Who asks, and what was said before.
using handle = caf::typed_actor<caf::replies_to<load_customer_request>::with<loaded_customer>>;

} // namespace troupe::load_customer
