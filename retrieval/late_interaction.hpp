#pragma once
#include "retrieval/embedding.hpp"

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

namespace troupe::retrieval {

/// Compares token by token, where vectors of whole texts see only what they are about: MaxSim of ColBERT
/// (Khattab and Zaharia 2020), each token of the query weighted by its idf among the chunks. Immutable once
/// built.
class late_interaction {
public:
  late_interaction() = default;
  explicit late_interaction(std::span<const embedding> chunks);

  /// Whether no chunk has token vectors.
  [[nodiscard]] bool empty() const noexcept { return idf_.empty(); }

  /// Of the query's tokens the mean of each one's greatest cosine with any of the chunk's, 1 at best; 0 for a
  /// chunk without token vectors.
  [[nodiscard]] double similarity(const language::token_vectors& query, std::uint32_t chunk) const;

private:
  [[nodiscard]] double idf(language::piece_id) const noexcept;

  std::vector<language::token_vectors> chunks_;
  std::unordered_map<language::piece_id, double> idf_;
};

} // namespace troupe::retrieval
