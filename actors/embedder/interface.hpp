#pragma once
#include "messages/local/knowledge.hpp"

#include <caf/fwd.hpp>
#include <caf/replies_to.hpp>
#include <caf/typed_actor.hpp>

#include <cstdint>

namespace troupe::embedder {

/// Whoever wants to know how far it is.
using listener = caf::typed_actor<caf::reacts_to<embedding_progress>>;

/// Embed the sections of this index from now on; what was done for an earlier one stays in the store.
struct embed_index {
  std::shared_ptr<const retrieval::index> index;
  listener told;
};

/// The next batch of a run.
struct continue_embedding {
  std::uint64_t run;
};

/// Finds out what the sections of the documents mean, in the background.
using handle = caf::typed_actor<
    // Tells the listener after every batch, and at the end.
    caf::reacts_to<embed_index>,
    // Sent by the actor to itself, so that a newer index is seen in between.
    caf::reacts_to<continue_embedding>>;

} // namespace troupe::embedder

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::embedder::embed_index)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::embedder::continue_embedding)
