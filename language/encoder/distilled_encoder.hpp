#pragma once
#include "language/encoder/encoder.hpp"
#include "language/encoder/linear_map.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace troupe::language {

/// What each piece of an encoder's vocabulary means by itself: its state in `[CLS] piece [SEP]`, a row of
/// bytes, weighing the less the commoner the piece is (smooth inverse frequency: Arora, Liang, Ma 2017).
struct piece_states {
  std::vector<std::int8_t> rows;
  std::vector<float> scales; ///< value = scale * byte
};
/// Adds those of the next `count` pieces.
void add_piece_states(piece_states&, const encoder&, std::size_t count);

/// What the pieces of a knowledge base change about the sum of their states.
struct piece_corrections {
  static constexpr std::int32_t none = -1;
  std::vector<std::int32_t> row_of; ///< of each piece of the vocabulary
  std::vector<float> weights;       ///< of each row
  std::vector<float> rows;
};

/// Guesses the vector that an encoder would give a short text, some hundred times as fast: a linear map of
/// the sum of the states of its pieces, and a correction for each of them. Made for one knowledge base by
/// `distillation`. Used by many threads at once.
class distilled_encoder {
public:
  /// `of` outlives it.
  distilled_encoder(const encoder& of, std::shared_ptr<const piece_states> states, linear_map map,
                    piece_corrections corrections);

  /// Of length 1.
  [[nodiscard]] std::vector<float> encode(std::string_view text) const;

private:
  const encoder* of_;
  std::shared_ptr<const piece_states> states_;
  linear_map map_;
  piece_corrections corrections_;
  const kernels* kernels_ = usable_kernels().front();
};

/// The pieces of a text, without [CLS] and [SEP].
[[nodiscard]] std::vector<piece_id> plain_pieces(const encoder&, std::string_view text);

/// The sum of the states of pieces, of length 1.
void sum_states(const piece_states&, std::span<const piece_id>, std::span<float> into);

/// To length 1, unless it is 0.
void normalize(std::span<float>) noexcept;

} // namespace troupe::language
