#pragma once
#include "messages/local/nodes.hpp"

#include <caf/fwd.hpp>
#include <caf/replies_to.hpp>
#include <caf/typed_actor.hpp>

namespace troupe::generate_response {

/// Chooses a strategy and answers in it. Where the request says so, the pieces of an answer that takes time
/// go ahead to the asker.
using handle =
    caf::typed_actor<caf::replies_to<generate_request>::with<generated>, caf::reacts_to<drop_answer>>;

/// An asker that takes them.
using listener = caf::typed_actor<caf::reacts_to<generated_text>>;

} // namespace troupe::generate_response
