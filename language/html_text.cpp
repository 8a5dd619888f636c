#include "language/html_text.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace troupe::language {
namespace {

constexpr auto inline_names = std::to_array<std::string_view>({
    "a", "abbr", "b",     "cite", "code",   "del",    "em",  "font", "i", "ins", "kbd", "mark",
    "q", "s",    "small", "span", "strike", "strong", "sub", "sup",  "u", "var", "wbr",
});
static_assert(std::ranges::is_sorted(inline_names));

constexpr auto silent_names = std::to_array<std::string_view>({"head", "script", "style", "svg", "template"});

constexpr char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
constexpr bool is_letter(char c) noexcept { return lower(c) >= 'a' && lower(c) <= 'z'; }

std::string tag_name(std::string_view tag) {
  std::string name;
  for (auto at = tag.find_first_not_of("</"); at < tag.size() && is_letter(tag[at]); ++at)
    name += lower(tag[at]);
  return name;
}

/// The position after the next `closing` (lower-case) from `at`, or the end.
std::size_t after(std::string_view html, std::string_view closing, std::size_t at) noexcept {
  const auto found = std::ranges::search(html.substr(at), closing, {}, lower);
  return static_cast<std::size_t>(found.end() - html.begin());
}

std::size_t tag_end(std::string_view html, std::size_t at) {
  if (html.substr(at).starts_with("<!--")) return after(html, "-->", at);
  const auto end = after(html, ">", at);
  const auto name = tag_name(html.substr(at, end - at));
  const bool silent =
      html.substr(at, 2) != "</" && std::ranges::find(silent_names, name) != silent_names.end();
  return silent ? after(html, "</" + name + ">", end) : end;
}

bool opens_tag(std::string_view html, std::size_t at) noexcept {
  const auto next = html.substr(at + 1, 1);
  return !next.empty() && (is_letter(next[0]) || next[0] == '/' || next[0] == '!' || next[0] == '?');
}

html_piece::kind kind_of(std::string_view tag) {
  return std::ranges::binary_search(inline_names, tag_name(tag)) ? html_piece::kind::inline_tag
                                                                 : html_piece::kind::block_tag;
}

} // namespace

std::vector<html_piece> html_pieces(std::string_view html) {
  std::vector<html_piece> pieces;
  for (std::size_t at = 0; at < html.size();) {
    const bool tag = html[at] == '<' && opens_tag(html, at);
    const auto end = tag ? tag_end(html, at) : std::min(html.find('<', at + 1), html.size());
    const auto source = html.substr(at, end - at);
    pieces.push_back({tag ? kind_of(source) : html_piece::kind::text, source});
    at = end;
  }
  return pieces;
}

} // namespace troupe::language
