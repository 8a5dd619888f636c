#pragma once
#include "messages/wire/time.hpp"

#include <cstdint>
#include <string>

namespace troupe {

enum class document_status : std::uint8_t { indexed = 1, pending = 2, failed = 3 };

/// A document of the knowledge base as the store keeps it: the last version that could be read.
struct document_record {
  std::string path; ///< relative to DOCUMENTS_PATH
  document_status status = document_status::indexed;
  std::string reason;           ///< why it failed; empty otherwise
  std::string content;          ///< the last good version's bytes
  std::int64_t size = 0;        ///< of the file, with `modified_at` the cheap test for a change
  std::int64_t modified_at = 0; ///< nanoseconds, as the file system says
  timestamp updated_at = 0;

  bool operator==(const document_record&) const = default;
};

template <class Inspector>
auto inspect(Inspector& f, document_record& x) {
  return f(x.path, x.status, x.reason, x.content, x.size, x.modified_at, x.updated_at);
}

} // namespace troupe
