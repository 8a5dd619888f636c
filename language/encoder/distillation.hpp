#pragma once
#include "language/encoder/distilled_encoder.hpp"

#include <Eigen/Core>
#include <Eigen/SparseCore>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace troupe::language {

/// Learns from the encoder's own vectors of some texts how to do without it: a ridge regression on the sums
/// of their pieces' states, and, of what that leaves, another on the pieces themselves, by conjugate
/// gradients (Hestenes, Stiefel 1952). Goes by steps, so that it can be left between two of them.
class distillation {
public:
  /// `states`: of the whole vocabulary. `of` outlives what is made.
  distillation(const encoder& of, std::shared_ptr<const piece_states> states, std::vector<std::string> texts);

  /// A step of some ten milliseconds. Null until the last one is done.
  [[nodiscard]] std::shared_ptr<const distilled_encoder> advance();

private:
  using matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

  void encode_texts();
  void fit_map();
  void begin_corrections();
  void improve_corrections();
  [[nodiscard]] std::shared_ptr<const distilled_encoder> made() const;

  const encoder* of_;
  std::shared_ptr<const piece_states> states_;
  std::vector<std::string> texts_;
  std::vector<std::vector<piece_id>> pieces_; ///< of each text that was read, each piece once
  matrix sums_;                               ///< a row for each text, the last column 1
  matrix wanted_;                             ///< the encoder's vectors; then what the map leaves of them
  matrix map_;                                ///< empty until it is fitted
  piece_corrections corrections_;
  Eigen::SparseMatrix<float, Eigen::RowMajor> holds_; ///< of each text, the pieces with a correction
  matrix rows_, rest_, direction_;                    ///< of the corrections
  std::size_t rounds_ = 0;
};

} // namespace troupe::language
