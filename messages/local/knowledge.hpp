#pragma once
#include "messages/wire/document_record.hpp"
#include "messages/wire/errc.hpp"
#include "messages/wire/time.hpp"
#include "retrieval/index.hpp"

#include <caf/allowed_unsafe_message_type.hpp>

#include <memory>
#include <string>
#include <vector>

namespace troupe {

/// knowledge -> supervisor: a new version of the index, built and complete.
struct publish_index {
  std::shared_ptr<const retrieval::index> index;
};

/// embedder -> knowledge: how far the sections of an index are embedded.
struct embedding_progress {
  std::shared_ptr<const retrieval::index> of;
  std::size_t done = 0, total = 0;              ///< sections
  std::shared_ptr<const retrieval::index> made; ///< the same with its embeddings; null until then
  std::string error;                            ///< why it goes on no further; empty otherwise
};

/// Look at DOCUMENTS_PATH now. Answered with the status when the sync has ended; a sync under way is joined.
struct sync_knowledge {};
struct read_sync_status {};
/// The sync under way ends behind its next batch; what it has read stays.
struct cancel_sync {};

struct failed_document {
  std::string path;
  std::string reason;
};
struct sync_status {
  bool running = false;
  timestamp started_at = 0; ///< of the running or the last sync; 0: none yet
  timestamp ended_at = 0;   ///< of the last sync; 0: none yet
  std::size_t seen = 0, added = 0, changed = 0, removed = 0;
  std::size_t pending = 0; ///< of those seen: still to be read
  std::vector<failed_document> failed;
  std::string error;                      ///< why the folder itself could not be read; empty otherwise
  bool embeds = false;                    ///< there is an encoder, so the sections get embeddings
  std::size_t embedded = 0, to_embed = 0; ///< sections; until all are embedded the search is by words
  std::string embedding_error;            ///< why they are not; empty otherwise
};

struct document_summary {
  std::string path;
  document_status status = document_status::indexed;
  std::string reason;
  std::size_t chunks = 0;
  timestamp updated_at = 0;
};
struct list_documents {};
struct document_list {
  std::vector<document_summary> documents;
};

struct read_document {
  std::string path;
};
struct document_view {
  document_summary summary;
  std::string content;
};
/// Writes the file under DOCUMENTS_PATH atomically, then syncs it.
struct put_document {
  std::string path, content;
};
struct delete_document {
  std::string path;
};

} // namespace troupe

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::publish_index)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::embedding_progress)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::sync_knowledge)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::read_sync_status)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::cancel_sync)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::sync_status)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::list_documents)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::document_list)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::read_document)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::document_summary)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::document_view)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::put_document)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::delete_document)
