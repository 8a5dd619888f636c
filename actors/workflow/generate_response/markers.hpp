#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::generate_response {

/// Lets the text of a language model through while it is being written, and holds its markers, [1] or [1, 2],
/// to the sources that there are: what names none of them is taken out, with the space before it. A marker
/// that is not finished yet is held back.
class marker_filter {
public:
  explicit marker_filter(std::uint32_t sources) : sources_{sources} {}

  /// What may be shown of the text so far and was not yet.
  [[nodiscard]] std::string push(std::string_view piece);
  /// The rest, at the end of the text.
  [[nodiscard]] std::string finish();

  struct mention {
    std::uint32_t source = 0;
    std::string claim; ///< the sentence that the marker stands in or behind, without markers
  };
  [[nodiscard]] const std::vector<mention>& mentions() const noexcept { return mentions_; }

private:
  void take(char c, std::string& shown);
  void show(std::string_view text, std::string& shown);
  void resolve(std::string& shown);

  std::uint32_t sources_;
  std::string held_;     ///< spaces, and what may become a marker
  std::string sentence_; ///< that is being written
  bool ended_ = false;   ///< its last character ends a sentence
  bool over_ = false;    ///< and white space came: the next character begins another
  std::vector<mention> mentions_;
};

} // namespace troupe::generate_response
