#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace troupe::language {

/// Where the first byte stands that belongs to no character; the text's size if it is all UTF-8.
[[nodiscard]] std::size_t first_invalid_utf8(std::string_view text) noexcept;

/// The text with U+FFFD in place of what is no UTF-8.
[[nodiscard]] std::string valid_utf8(std::string_view text);

} // namespace troupe::language
