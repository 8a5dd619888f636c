#pragma once
#include "messages/local/completion.hpp"
#include "messages/local/timer.hpp"

#include <caf/fwd.hpp>
#include <caf/replies_to.hpp>
#include <caf/typed_actor.hpp>

namespace troupe::llm {

using handle = caf::typed_actor<
    // A completion from its beginning; the answer is its first piece.
    caf::replies_to<begin_completion>::with<completion_piece>,
    // The next piece of one.
    caf::replies_to<next_piece>::with<completion_piece>,
    // Its end, whatever is still to come.
    caf::reacts_to<cancel_completion>,
    // Bytes, an answer's head or its end.
    caf::reacts_to<transfer_news>,
    // A deadline or the end of a pause.
    caf::reacts_to<timer_due>>;

} // namespace troupe::llm
