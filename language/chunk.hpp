#pragma once
#include "language/document.hpp"

namespace troupe::language {

/// What retrieval finds: a section, or a window of one that is longer.
struct chunk {
  std::string id; ///< `chk_` and a hash of path, anchor, window and text: the same content keeps its id
  std::string path;
  std::string title;
  std::string category;
  std::string heading;
  std::vector<std::string> heading_path;
  std::string anchor;
  byte_range range;
  std::string source; ///< the document's bytes of `range`

  std::uint32_t section_index = 0;
  std::uint32_t subsection_index = 0;
  std::string text; ///< the sentences, one a line
  std::vector<sentence> sentences;
};

struct chunk_options {
  std::size_t size = 500;   ///< words in a window, CHUNK_SIZE
  std::size_t overlap = 50; ///< words that a window repeats of the last one, OVERLAP_SIZE; below size
};

/// Cuts at the ends of sentences, so that a window may be one sentence shorter than `size`, and longer only
/// if a single sentence is.
[[nodiscard]] std::vector<chunk> chunk_document(const document& parsed, const chunk_options& options = {});

} // namespace troupe::language
