#pragma once
#include <span>
#include <string>

namespace troupe::language {

/// Bytes as lower-case hexadecimal, two digits a byte.
inline std::string hex(std::span<const unsigned char> bytes) {
  constexpr auto& digits = "0123456789abcdef";
  auto text = std::string{};
  text.reserve(2 * bytes.size());
  for (const auto byte : bytes) text.append({digits[byte >> 4U], digits[byte & 15U]});
  return text;
}

} // namespace troupe::language
