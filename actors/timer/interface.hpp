#pragma once
#include "messages/local/timer.hpp"

#include <caf/fwd.hpp>
#include <caf/replies_to.hpp>
#include <caf/typed_actor.hpp>

namespace troupe::timer {

/// Whoever can be told that its time has come.
using client = caf::typed_actor<caf::reacts_to<timer_due>>;

/// Tell `who` at `at`; an earlier request of the same client is replaced.
struct arm {
  client who;
  steady_time at;
};

using handle = caf::typed_actor<
    // One timer per client: the last request counts.
    caf::reacts_to<arm>,
    // The wheel turns on; sent by the timer to itself.
    caf::reacts_to<timer_due>>;

} // namespace troupe::timer

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::timer::arm)
