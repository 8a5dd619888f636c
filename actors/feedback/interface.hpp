#pragma once
#include "messages/local/store.hpp"
#include "messages/local/system.hpp"
#include "messages/local/timer.hpp"

#include <caf/fwd.hpp>
#include <caf/replies_to.hpp>
#include <caf/typed_actor.hpp>

namespace troupe::feedback {

/// The collector: takes what people say of an answer, and makes rewards of that and of what the log shows.
using handle = caf::typed_actor<
    // Answered when it is durable.
    caf::replies_to<give_feedback>::with<committed>,
    // Time to look at the log.
    caf::reacts_to<timer_due>>;

} // namespace troupe::feedback
