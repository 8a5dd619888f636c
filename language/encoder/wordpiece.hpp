#pragma once
#include "language/encoder/model_error.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

namespace troupe::language {

using piece_id = std::uint32_t;

/// The tokenizer of BERT's uncased models (Devlin et al. 2019; WordPiece, Schuster and Nakajima 2012):
/// control characters dropped, lower-cased, accents stripped, CJK characters and punctuation apart, then of
/// each word the longest pieces of the vocabulary from the left. A word that has none, or over 100
/// characters, is [UNK]. Special tokens that are written out in a text count as such. Any bytes are fine:
/// those that are no UTF-8 are dropped.
class wordpiece {
public:
  /// One piece a line, its id the line's number from 0; what continues a word begins with `##`.
  [[nodiscard]] static std::variant<wordpiece, model_error> parse(std::string_view vocabulary);

  /// [CLS], the text's first pieces, [SEP]: at most `limit` in all, which is at least 2.
  [[nodiscard]] std::vector<piece_id> pieces(std::string_view text, std::size_t limit) const;

  [[nodiscard]] std::size_t size() const noexcept { return size_; }

private:
  struct hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view piece) const noexcept {
      return std::hash<std::string_view>{}(piece);
    }
  };
  using ids = std::unordered_map<std::string, piece_id, hash, std::equal_to<>>;

  void append_plain(std::string_view text, std::size_t limit, std::vector<piece_id>&) const;
  void append_word(std::string_view word, std::vector<piece_id>&) const;

  std::size_t size_ = 0;
  ids beginnings_;
  ids continuations_; ///< without their `##`
  piece_id unknown_ = 0;
  piece_id first_ = 0;
  piece_id last_ = 0;
};

} // namespace troupe::language
