#pragma once
#include "messages/local/nodes.hpp"

#include <caf/fwd.hpp>
#include <caf/replies_to.hpp>
#include <caf/typed_actor.hpp>

namespace troupe::generate_response {

/// Chooses a strategy and answers in it.
using handle = caf::typed_actor<caf::replies_to<generate_request>::with<generated>>;

} // namespace troupe::generate_response
