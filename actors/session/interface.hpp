#pragma once
#include "messages/local/nodes.hpp"
#include "messages/local/session.hpp"
#include "messages/local/timer.hpp"
#include "messages/wire/event.hpp"

#include <caf/fwd.hpp>
#include <caf/replies_to.hpp>
#include <caf/typed_actor.hpp>

namespace troupe::session {

using handle = caf::typed_actor<
    // A message of the customer; answered with the first events of its turn.
    caf::replies_to<submit_turn>::with<event_batch>,
    // The events after a position, as soon as there are any.
    caf::replies_to<next_events>::with<event_batch>, caf::replies_to<view_session>::with<session_record>,
    // Closing, handing off to a human and back, a human's words: behind the running turn.
    caf::replies_to<change_session>::with<session_record>, caf::replies_to<view_history>::with<history_page>,
    // Finishes what a crash left open.
    caf::reacts_to<recover_session>,
    // A deadline, an idle hour or the end of a wait.
    caf::reacts_to<timer_due>,
    // A piece of the answer, which is still being written.
    caf::reacts_to<generated_text>,
    // The directory lets it go.
    caf::reacts_to<retire>>;

} // namespace troupe::session
