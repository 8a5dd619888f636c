#pragma once
#include "messages/local/nodes.hpp"

#include <caf/fwd.hpp>
#include <caf/replies_to.hpp>
#include <caf/typed_actor.hpp>

namespace troupe::analyze_query {

/// What is known of this customer and of customers like them.
using handle = caf::typed_actor<caf::replies_to<analyze_request>::with<insight>>;

} // namespace troupe::analyze_query
