#include "retrieval/vectors.hpp"

#include <Eigen/Core>

#include <algorithm>

namespace troupe::retrieval {

vectors::vectors(std::span<const embedding> chunks, std::size_t dimensions) : size_{chunks.size()} {
  for (std::uint32_t number = 0; number < chunks.size(); ++number) {
    const auto& rows = chunks[number].rows;
    chunks_.insert(chunks_.end(), rows.size() / dimensions, number);
    rows_.insert(rows_.end(), rows.begin(), rows.end());
  }
}

std::vector<float> vectors::cosines(std::span<const float> query) const {
  using matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  const auto dimensions = static_cast<Eigen::Index>(query.size());
  const Eigen::VectorXf products =
      Eigen::Map<const matrix>{rows_.data(), static_cast<Eigen::Index>(chunks_.size()), dimensions}
      * Eigen::Map<const Eigen::VectorXf>{query.data(), dimensions};
  std::vector<float> best(size_, 0);
  for (std::size_t row = 0; row < chunks_.size(); ++row) {
    const auto product = products[static_cast<Eigen::Index>(row)];
    const auto first = row == 0 || chunks_[row - 1] != chunks_[row];
    best[chunks_[row]] = first ? product : std::max(best[chunks_[row]], product);
  }
  return best;
}

} // namespace troupe::retrieval
