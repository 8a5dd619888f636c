#pragma once
#include "messages/local/session.hpp"
#include "messages/local/store.hpp"
#include "messages/local/wiring.hpp"
#include "messages/wire/event.hpp"

#include <caf/fwd.hpp>
#include <caf/replies_to.hpp>
#include <caf/typed_actor.hpp>

namespace troupe::directory {

/// What the outside may ask of conversations: small, and frozen, for a peer of another version must
/// understand it.
using gateway = caf::typed_actor<
    caf::replies_to<chat_request>::with<event_batch>, caf::replies_to<next_events>::with<event_batch>,
    caf::replies_to<open_session>::with<session_record>, caf::replies_to<view_session>::with<session_record>,
    caf::replies_to<change_session>::with<session_record>, caf::replies_to<view_history>::with<history_page>>;

/// Places, wakes and retires sessions.
using handle = gateway::extend<
    // After a crash: wake these, their last turn is open.
    caf::reacts_to<open_sessions>, caf::reacts_to<retire_request>, caf::reacts_to<stay>,
    // New handles or snapshots, for the turns to come.
    caf::reacts_to<use_wiring>>;

} // namespace troupe::directory
