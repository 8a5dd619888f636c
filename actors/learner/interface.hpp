#pragma once
#include "messages/local/learning.hpp"
#include "messages/local/system.hpp"
#include "messages/local/timer.hpp"

#include <caf/fwd.hpp>
#include <caf/replies_to.hpp>
#include <caf/typed_actor.hpp>

namespace troupe::learner {

/// The only writer of the policy.
using handle = caf::typed_actor<
    // Publishes the policy as it stands; sent by the supervisor when it listens.
    caf::reacts_to<learn_now>,
    // There is something to learn.
    caf::reacts_to<lessons_appended>,
    // Answered when it is durable; the new policy chooses once it has learned the log.
    caf::replies_to<promote_policy>::with<learning::promotion>,
    caf::replies_to<read_policy>::with<policy_report>,
    // Time to try again what the store refused.
    caf::reacts_to<timer_due>>;

} // namespace troupe::learner
