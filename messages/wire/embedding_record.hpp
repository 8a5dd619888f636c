#pragma once
#include "language/encoder/token_vectors.hpp"

#include <string>
#include <vector>

namespace troupe {

/// What a section of a document means to a sentence encoder, as the store keeps it. Texts that are the same
/// have the same embedding, wherever they stand.
struct embedding_record {
  std::string model;              ///< the encoder; vectors of different ones never mix
  std::string text_hash;          ///< of what was encoded
  std::vector<float> rows;        ///< the vectors of the section's views, one after the other
  language::token_vectors tokens; ///< of its first window; none: without a projection

  bool operator==(const embedding_record&) const = default;
};

template <class Inspector>
auto inspect(Inspector& f, embedding_record& x) {
  return f(x.model, x.text_hash, x.rows, x.tokens.pieces, x.tokens.rows);
}

} // namespace troupe
