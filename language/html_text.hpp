#pragma once
#include <string_view>
#include <vector>

namespace troupe::language {

struct html_piece {
  enum class kind { text, inline_tag, block_tag };
  kind what = kind::text;
  std::string_view source; ///< the piece itself
};

/// HTML cut into text and tags; together the pieces are the whole. A comment is one block tag, as is a
/// script, a style or a head with all it holds. What is never closed reaches to the end.
[[nodiscard]] std::vector<html_piece> html_pieces(std::string_view html);

} // namespace troupe::language
