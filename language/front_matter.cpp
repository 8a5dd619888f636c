#include "language/front_matter.hpp"

#include <algorithm>
#include <utility>

namespace troupe::language {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

std::string_view line_at(std::string_view source, std::size_t begin) noexcept {
  const auto end = source.find('\n', begin);
  return source.substr(begin, end == std::string_view::npos ? end : end - begin);
}

std::string_view trimmed(std::string_view text) noexcept {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::string_view unquoted(std::string_view value) noexcept {
  const bool quoted =
      value.size() >= 2 && (value.front() == '"' || value.front() == '\'') && value.back() == value.front();
  return quoted ? value.substr(1, value.size() - 2) : value;
}

} // namespace

front_matter read_front_matter(std::string_view source) {
  constexpr std::string_view title_key = "title:";
  const std::size_t body = source.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
  const auto first = line_at(source, body);
  if (!first.starts_with("---") || trimmed(first) != "---") return {body, {}};
  std::string title;
  for (auto at = body + first.size() + 1; at < source.size();) {
    const auto line = line_at(source, at);
    at += line.size() + 1;
    if (line.starts_with(title_key)) title = unquoted(trimmed(line.substr(title_key.size())));
    if (trimmed(line) == "---" || trimmed(line) == "...")
      return {std::min(at, source.size()), std::move(title)};
  }
  return {body, {}};
}

} // namespace troupe::language
