#pragma once
#include "messages/local/timer.hpp"

#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/fwd.hpp>
#include <caf/replies_to.hpp>
#include <caf/typed_actor.hpp>

namespace troupe::watcher {

/// Something below the folder of documents is not as it was.
struct folder_changed {};

/// Has the documents synced soon after somebody has changed them.
using handle = caf::typed_actor<caf::reacts_to<folder_changed>, caf::reacts_to<timer_due>>;

} // namespace troupe::watcher

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::watcher::folder_changed)
