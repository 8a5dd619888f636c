#include "http/forms.hpp"

#include <algorithm>
#include <array>

namespace troupe::http::forms {
namespace {

/// Unicode's White_Space, in UTF-8.
constexpr auto white_space = std::to_array<std::string_view>(
    {" ",      "\t",     "\n",     "\v",     "\f",     "\r",     "\u0085", "\u00a0", "\u1680",
     "\u2000", "\u2001", "\u2002", "\u2003", "\u2004", "\u2005", "\u2006", "\u2007", "\u2008",
     "\u2009", "\u200a", "\u2028", "\u2029", "\u202f", "\u205f", "\u3000"});

} // namespace

bool is_visible(std::string_view text) {
  while (!text.empty()) {
    const auto blank =
        std::ranges::find_if(white_space, [&](std::string_view w) { return text.starts_with(w); });
    if (blank == white_space.end()) return true;
    text.remove_prefix(blank->size());
  }
  return false;
}

bool is_word(std::string_view text) {
  return std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

bool is_email(std::string_view text) {
  const auto at = text.find('@');
  return at != std::string_view::npos && at > 0 && at + 1 < text.size()
         && text.find('@', at + 1) == std::string_view::npos
         && text.find_first_of(" \t\r\n") == std::string_view::npos;
}

} // namespace troupe::http::forms
