#pragma once
#include "messages/local/nodes.hpp"

#include <caf/fwd.hpp>
#include <caf/replies_to.hpp>
#include <caf/typed_actor.hpp>

namespace troupe::get_context {

/// What the documents say about it.
using handle = caf::typed_actor<
    // A turn's context, cut to the token budget.
    caf::replies_to<get_context_request>::with<found_context>,
    // A search without a turn.
    caf::replies_to<search_request>::with<search_reply>>;

} // namespace troupe::get_context
