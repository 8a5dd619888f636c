#include "language/anchors.hpp"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <array>

namespace troupe::language {
namespace {

std::string slug(std::string_view heading) {
  std::string out;
  for (std::int32_t i = 0, size = static_cast<std::int32_t>(heading.size()); i < size;) {
    UChar32 c = 0;
    U8_NEXT(heading.data(), i, size, c);
    if (c == ' ') out += '-';
    if (c < 0 || (c != '-' && c != '_' && !u_isalnum(c) && (U_GET_GC_MASK(c) & U_GC_M_MASK) == 0)) continue;
    std::array<char, U8_MAX_LENGTH> bytes{};
    std::size_t length = 0;
    U8_APPEND_UNSAFE(bytes.data(), length, u_tolower(c));
    out.append(bytes.data(), length);
  }
  return out;
}

} // namespace

std::string anchors::next(std::string_view heading) {
  auto plain = slug(heading);
  const auto used = uses_[plain]++;
  if (used == 0) return plain;
  auto numbered = plain + '-' + std::to_string(used);
  uses_.try_emplace(numbered, 1);
  return numbered;
}

std::string take_explicit_anchor(std::string& heading) {
  const auto open = heading.rfind("{#");
  if (open == std::string::npos || !heading.ends_with('}')) return {};
  auto anchor = heading.substr(open + 2, heading.size() - open - 3);
  heading.resize(open);
  while (heading.ends_with(' ')) heading.pop_back();
  return anchor;
}

} // namespace troupe::language
