#pragma once
#include "messages/wire/embedding_record.hpp"
#include "retrieval/index.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace troupe::embedder {

/// What is known of the chunks of an index, by their numbers.
struct recalled {
  std::vector<std::string> hashes;              ///< of what is encoded of each
  std::vector<retrieval::embedding> embeddings; ///< without rows: still to be made
  std::vector<std::size_t> missing;             ///< the numbers of those, the next one last
};

/// `stored`: by the model that embeds the rest.
[[nodiscard]] recalled recall(const retrieval::index&, std::span<const embedding_record> stored);

} // namespace troupe::embedder
