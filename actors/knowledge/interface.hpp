#pragma once
#include "messages/local/knowledge.hpp"

#include <caf/fwd.hpp>
#include <caf/replies_to.hpp>
#include <caf/typed_actor.hpp>

namespace troupe::knowledge {

/// Read the next files of the sync under way.
struct continue_sync {};

/// Keeps the index in step with the folder of documents.
using handle = caf::typed_actor<
    // Answered when the folder, as it is by now, is indexed: one that comes during a sync has another follow.
    caf::replies_to<sync_knowledge>::with<sync_status>, caf::replies_to<read_sync_status>::with<sync_status>,
    caf::reacts_to<cancel_sync>, caf::replies_to<list_documents>::with<document_list>,
    caf::replies_to<read_document>::with<document_view>,
    // Answered once the document is indexed.
    caf::replies_to<put_document>::with<document_summary>,
    caf::replies_to<delete_document>::with<sync_status>,
    // Of the index that was published last.
    caf::reacts_to<embedding_progress>,
    // One batch of a sync; sent by the actor to itself, so that others are answered in between.
    caf::reacts_to<continue_sync>>;

} // namespace troupe::knowledge

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::knowledge::continue_sync)
