#pragma once
#include "language/chunk.hpp"
#include "language/encoder/token_vectors.hpp"

#include <string>
#include <vector>

namespace troupe::retrieval {

/// What a chunk means. Without rows: not known yet.
struct embedding {
  std::vector<float> rows;        ///< the vectors of its views, row after row, each of length 1
  language::token_vectors tokens; ///< of its first window; none: it is compared as a whole alone
};

/// The texts whose vectors are a chunk's embedding: its heading with its text, of which an encoder reads the
/// beginning, and windows of 120 words of it, a step of 90 apart, each under the path of its headings. A
/// question is near to one or the other.
[[nodiscard]] std::vector<std::string> views_of(const language::chunk&);

/// Reads the views of a chunk; the tokens only with a projection.
[[nodiscard]] embedding embed(const language::chunk&, const language::encoder&,
                              const language::token_projection*);

/// "Title > Section > Subsection"
[[nodiscard]] std::string heading_trail(const language::chunk&);

} // namespace troupe::retrieval
