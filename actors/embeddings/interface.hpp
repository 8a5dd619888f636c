#pragma once
#include "messages/local/embeddings.hpp"

#include <caf/fwd.hpp>
#include <caf/replies_to.hpp>
#include <caf/typed_actor.hpp>

namespace troupe::embeddings {

/// The next text.
struct embed_next {};

/// Encodes other programs' texts, one after the other, in a thread of its own: no turn waits behind them.
using handle = caf::typed_actor<
    // errc::overloaded where more texts would wait than it takes.
    caf::replies_to<embed_texts>::with<embedded_texts>,
    // Sent by the actor to itself, so that a request is refused while others are worked on.
    caf::reacts_to<embed_next>>;

} // namespace troupe::embeddings

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::embeddings::embed_next)
