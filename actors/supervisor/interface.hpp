#pragma once
#include "messages/local/knowledge.hpp"
#include "messages/local/system.hpp"
#include "messages/local/wiring.hpp"

#include <caf/fwd.hpp>
#include <caf/replies_to.hpp>
#include <caf/typed_actor.hpp>

#include <cstddef>

namespace troupe::supervisor {

/// Whoever wants the handles and snapshots of the moment.
using subscriber = caf::typed_actor<caf::reacts_to<use_wiring>>;

/// Sends the present wiring to `who`, and each later one.
struct subscribe {
  subscriber who;
};

/// A child's delay is over; sent by the supervisor to itself.
struct start_child {
  std::size_t which;
};

using handle =
    caf::typed_actor<caf::reacts_to<start_child>, caf::reacts_to<subscribe>, caf::reacts_to<publish_index>,
                     caf::reacts_to<publish_policy>, caf::reacts_to<report_health>,
                     caf::replies_to<read_health>::with<health_report>,
                     // Answered when every actor has gone.
                     caf::replies_to<stop_all>::with<stopped>>;

} // namespace troupe::supervisor

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::supervisor::start_child)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::supervisor::subscribe)
