#pragma once
#include "language/encoder/token_vectors.hpp"

#include <functional>
#include <memory>
#include <string_view>
#include <vector>

namespace troupe::language {

/// Makes the embedding of a text, of length 1. Empty: there is no encoder.
using embedder = std::function<std::vector<float>(std::string_view)>;

/// What a text means as a whole and, where there is a projection, token by token.
struct text_embedding {
  std::vector<float> vector; ///< of length 1
  token_vectors tokens;
};
/// Empty: there is no encoder.
using text_embedder = std::function<text_embedding(std::string_view)>;

/// An embedding that several look at. Null: there is none.
using shared_embedding = std::shared_ptr<const text_embedding>;

} // namespace troupe::language
