#include "language/utf8.hpp"

#include <unicode/utf8.h>

namespace troupe::language {

std::size_t first_invalid_utf8(std::string_view text) noexcept {
  for (std::size_t at = 0; at < text.size();) {
    const auto begin = at;
    UChar32 c = 0;
    U8_NEXT(text.data(), at, text.size(), c); // NOLINT(bugprone-inc-dec-in-conditions): ICU's macro
    if (c < 0) return begin;
  }
  return text.size();
}

std::string valid_utf8(std::string_view text) {
  std::string valid;
  while (true) {
    const auto good = first_invalid_utf8(text);
    valid += text.substr(0, good);
    text.remove_prefix(good);
    if (text.empty()) return valid;
    valid += "\xef\xbf\xbd";
    text.remove_prefix(1);
  }
}

} // namespace troupe::language
