#pragma once
#include "language/encoder/linear_map.hpp"
#include "language/encoder/model_error.hpp"
#include "language/encoder/wordpiece.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <variant>
#include <vector>

namespace troupe::language {

class safetensors;

enum class precision : std::uint8_t {
  full, ///< floats of 32 bits
  fast, ///< weights and what they are multiplied with in bytes, where the CPU has instructions for that
};

struct transformer_options {
  precision arithmetic = precision::fast;
  const kernels* on = nullptr; ///< nullptr: the fastest that this CPU can run
};

/// The layers of BERT (Devlin et al. 2019) with heads of 32 dimensions, as in the MiniLM models.
class transformer {
public:
  /// Takes all sizes from the tensors' shapes. The file has to outlive the transformer, which reads the word
  /// vectors where they stand.
  [[nodiscard]] static std::variant<transformer, model_error> load(const safetensors&,
                                                                   const transformer_options&);

  [[nodiscard]] std::size_t dimensions() const noexcept { return dimensions_; }
  /// How many pieces have a vector.
  [[nodiscard]] std::size_t vocabulary() const noexcept {
    return words_.size() / sizeof(float) / dimensions_;
  }
  /// How many pieces a text may have.
  [[nodiscard]] std::size_t positions() const noexcept { return positions_.size() / dimensions_; }

  /// The last layer's state of each piece, row after row; valid until the next call in the same thread.
  /// There is at least one piece and at most positions(), each below vocabulary().
  [[nodiscard]] std::span<const float> states(std::span<const piece_id> pieces) const;

private:
  struct normalization {
    std::vector<float> gain;
    std::vector<float> bias;
  };
  struct layer {
    linear_map query_key_value; ///< side by side; queries divided by the root of a head's dimensions
    linear_map mix_heads;
    normalization after_attention;
    linear_map widen;
    linear_map narrow;
    normalization after_feed_forward;
  };
  struct workspace;
  class reader;

  transformer() = default;
  void embed(std::span<const piece_id> pieces, workspace&) const;
  void attend(std::size_t rows, workspace&) const;
  void run(const layer&, std::size_t rows, workspace&) const;

  const kernels* kernels_ = nullptr;
  std::size_t dimensions_ = 0;
  std::span<const std::byte> words_; ///< a row of floats for each piece
  std::vector<float> positions_;     ///< with the vector of the first segment added
  normalization after_embedding_;
  std::vector<layer> layers_;
};

} // namespace troupe::language
