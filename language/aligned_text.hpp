#pragma once
#include "language/document.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace troupe::language {

/// The plain text of one block, white space collapsed, which remembers where in the source each byte stands.
///
/// A block's plain text is a subsequence of its source: markup lies between. Each appended character is
/// looked for from where the last one ended; markup glued to the left of a character belongs to it, so that a
/// quote begins with it. What is not in the source as it is (an unknown entity) takes the place of its
/// neighbour.
class aligned_text {
public:
  /// `block` is where the block stands in `source`, which must outlive this.
  aligned_text(std::string_view source, byte_range block);

  void append(std::string_view text);
  void append_space();                 ///< a line break
  void skip_tag(std::string_view tag); ///< an inline tag; `<br>` parts words
  void skip_link_tail();               ///< `](url "title")`, `][label]` or `>` after a link's text
  void skip_image();                   ///< `![alt](url)` and its like

  [[nodiscard]] const std::string& text() const noexcept { return text_; }
  [[nodiscard]] std::size_t cursor() const noexcept { return cursor_; }
  /// Where text()[begin, end) stands, with the markup around it.
  [[nodiscard]] byte_range range(std::size_t begin, std::size_t end) const noexcept;

private:
  struct place {
    std::size_t start;    ///< of the markup glued to its left
    std::size_t position; ///< of the character itself
  };

  [[nodiscard]] std::size_t glued_start(std::size_t position) const noexcept;
  void put(std::string_view character, place at);
  void put_space(std::size_t position);
  void append_character(std::string_view character, std::string_view rest);

  std::string_view source_; ///< up to the block's end
  std::size_t cursor_;      ///< where the next character is looked for
  std::string text_;
  std::vector<place> places_; ///< of each byte of text_
};

} // namespace troupe::language
