#pragma once
#include "retrieval/embedding.hpp"

#include <Eigen/Core>

#include <cstdint>
#include <span>
#include <vector>

namespace troupe::retrieval {

/// The embeddings of chunks, numbered from 0; a search reads all of them. Immutable once built.
class vectors {
public:
  vectors() = default;
  /// `dimensions` of every row.
  vectors(std::span<const embedding> chunks, std::size_t dimensions);

  [[nodiscard]] bool empty() const noexcept { return chunks_.empty(); }

  /// Of each chunk the greatest cosine of any of its views with the query, which has the length 1; 0 for one
  /// without an embedding.
  [[nodiscard]] std::vector<float> cosines(std::span<const float> query) const;

private:
  std::vector<float> rows_;
  std::vector<std::uint32_t> chunks_; ///< of each row
  std::size_t size_ = 0;              ///< how many chunks there are
};

} // namespace troupe::retrieval
