#pragma once
#include "messages/local/store.hpp"
#include "messages/local/system.hpp"

#include <caf/fwd.hpp>
#include <caf/replies_to.hpp>
#include <caf/typed_actor.hpp>

namespace troupe::feedback {

/// Takes what customers and agents say of an answer.
using handle = caf::typed_actor<
    // Answered when it is durable.
    caf::replies_to<give_feedback>::with<committed>>;

} // namespace troupe::feedback
