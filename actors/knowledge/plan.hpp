#pragma once
#include "actors/knowledge/corpus.hpp"
#include "messages/local/knowledge.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace troupe::knowledge {

/// A file as a look at its folder shows it, without reading it.
struct file_stamp {
  std::string path; ///< relative to DOCUMENTS_PATH
  std::int64_t size = 0;
  std::int64_t modified_at = 0; ///< nanoseconds; -1: the file system does not say
};

/// What a look at the whole folder found.
struct listing {
  std::vector<file_stamp> files;       ///< documents, by path
  std::vector<failed_document> failed; ///< what could not be looked at; a folder's path ends in a slash
  std::string error;                   ///< why DOCUMENTS_PATH itself could not be read; empty otherwise
};

/// What a sync has to do, by path.
struct plan {
  std::vector<std::string> to_read;
  std::vector<std::string> to_remove;
};

/// A document is read again when its size or time has changed, and when it failed: what it failed for (a
/// permission, a limit) may have gone without a trace. It is removed when it was not seen, unless nobody
/// could look where it was.
[[nodiscard]] plan compare(const corpus& known, const listing& seen);

} // namespace troupe::knowledge
