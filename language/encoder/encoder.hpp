#pragma once
#include "language/encoder/kernels.hpp"
#include "language/encoder/model_error.hpp"
#include "language/encoder/transformer.hpp"
#include "language/encoder/wordpiece.hpp"

#include <span>
#include <string_view>
#include <variant>
#include <vector>

namespace troupe::language {

/// What a text's tokens mean where they stand, without [CLS] and [SEP].
struct token_states {
  std::vector<piece_id> pieces;
  std::vector<float> states; ///< of the last layer: a row of dimensions() for each piece
};

/// A text that was read once.
struct text_states {
  std::vector<float> mean; ///< what encode() makes of it
  token_states tokens;
};

/// A sentence encoder of the MiniLM family (Wang et al. 2020; Reimers and Gurevych 2019): texts of similar
/// meaning get vectors of a high inner product. Used by many threads at once.
class encoder {
public:
  /// A BERT model in safetensors with its vocabulary. `weights` has to outlive the encoder, which reads the
  /// word vectors where they stand.
  [[nodiscard]] static std::variant<encoder, model_error>
  load(std::span<const std::byte> weights, std::string_view vocabulary, const transformer_options& = {});

  [[nodiscard]] std::size_t dimensions() const noexcept { return transformer_.dimensions(); }
  /// How many pieces it knows.
  [[nodiscard]] std::size_t vocabulary() const noexcept { return transformer_.vocabulary(); }

  /// The pieces that a text's vector is made of, [CLS] and [SEP] included; 256 at most.
  [[nodiscard]] std::vector<piece_id> pieces(std::string_view text) const;

  /// The mean state of its pieces, of length 1.
  [[nodiscard]] std::vector<float> encode(std::string_view text) const;

  /// The same, and what each of its pieces means, for one run of the model.
  [[nodiscard]] text_states read(std::string_view text) const;

  /// What a piece of the vocabulary means where it stands alone.
  [[nodiscard]] std::vector<float> state_of(piece_id) const;

private:
  [[nodiscard]] std::vector<float> mean_of(std::span<const float> states) const;
  encoder(wordpiece tokenizer, transformer layers)
      : tokenizer_{std::move(tokenizer)}, transformer_{std::move(layers)} {}

  wordpiece tokenizer_;
  transformer transformer_;
};

} // namespace troupe::language
