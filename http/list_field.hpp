#pragma once
#include <algorithm>
#include <string_view>

namespace troupe::http {

/// Equal but for the case of ASCII letters.
[[nodiscard]] constexpr bool same_letters(std::string_view a, std::string_view b) noexcept {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; };
  return std::ranges::equal(a, b, {}, lower, lower);
}

/// Calls `take` with each element of a field that is a list (RFC 9110 §5.6.1), until it returns true. Whether
/// it did.
template <class Take>
constexpr bool any_of_list(std::string_view field, Take take) {
  while (!field.empty()) {
    const auto comma = std::min(field.find(','), field.size());
    auto element = field.substr(0, comma);
    field.remove_prefix(std::min(comma + 1, field.size()));
    element.remove_prefix(std::min(element.find_first_not_of(" \t"), element.size()));
    element = element.substr(0, element.find_last_not_of(" \t") + 1);
    if (!element.empty() && take(element)) return true;
  }
  return false;
}

[[nodiscard]] constexpr bool lists(std::string_view field, std::string_view element) {
  return any_of_list(field, [&](std::string_view one) { return same_letters(one, element); });
}

} // namespace troupe::http
