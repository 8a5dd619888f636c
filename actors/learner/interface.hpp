#pragma once
#include "messages/local/system.hpp"

#include <caf/fwd.hpp>
#include <caf/replies_to.hpp>
#include <caf/typed_actor.hpp>

namespace troupe::learner {

/// The only writer of the policy.
using handle = caf::typed_actor<
    // Publishes the policy as it stands; sent by the supervisor when it listens.
    caf::reacts_to<learn_now>>;

} // namespace troupe::learner
