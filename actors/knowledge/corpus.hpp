#pragma once
#include "language/chunk.hpp"
#include "messages/wire/document_record.hpp"
#include "retrieval/index.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>

namespace troupe::knowledge {

/// A document as the store keeps it, with what was read out of its last good version; null if there never was
/// one.
struct known_document {
  document_record record;
  std::shared_ptr<const language::document> parsed;
};

/// Every document, by path.
using corpus = std::map<std::string, known_document>;

/// A file's bytes, or why there are none.
struct file_version {
  std::int64_t size = 0;
  std::int64_t modified_at = 0; ///< nanoseconds
  std::string content;
  std::string fault; ///< empty: none
};

/// A document out of the store, parsed anew.
[[nodiscard]] known_document recall(document_record, std::size_t max_bytes);

/// The document after a look at its file. One that cannot be read, is no markdown or holds no text has
/// failed; it keeps its last good version.
[[nodiscard]] known_document succeed(const known_document* before, std::string path, file_version,
                                     std::size_t max_bytes);

/// An index of every document that has a good version.
[[nodiscard]] std::shared_ptr<const retrieval::index> index_of(const corpus&, const language::chunk_options&);

} // namespace troupe::knowledge
