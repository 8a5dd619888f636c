#include "language/aligned_text.hpp"

#include <unicode/utf8.h>

#include <algorithm>
#include <cstdint>

namespace troupe::language {
namespace {

/// Markup between two characters is short; looking no further keeps alignment linear whatever the bytes.
constexpr std::size_t max_markup = 1024;
constexpr std::size_t max_entity = 34;

constexpr bool is_space(char c) noexcept { return c == ' ' || (c >= '\t' && c <= '\r'); }

/// The length of the character reference (`&amp;`, `&#160;`) that `text` begins with, or 0.
std::size_t reference_length(std::string_view text) noexcept {
  const auto end = text.substr(0, max_entity).find(';');
  if (end == std::string_view::npos || end < 2) return 0;
  const auto name = text.substr(1, end - 1);
  const bool plain = std::ranges::all_of(name, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '#';
  });
  return plain ? end + 1 : 0;
}

std::size_t skip_parentheses(std::string_view source, std::size_t at) noexcept {
  std::size_t depth = 0;
  for (char quote = 0; at < source.size(); ++at) {
    const char c = source[at];
    if (c == '\\')
      ++at;
    else if (quote)
      quote = c == quote ? '\0' : quote;
    else if ((c == '"' || c == '\'') && is_space(source[at - 1]))
      quote = c;
    else if (c == '(')
      ++depth;
    else if (c == ')' && --depth == 0)
      return at + 1;
  }
  return source.size();
}

std::size_t skip_brackets(std::string_view source, std::size_t at) noexcept {
  std::size_t depth = 0;
  for (; at < source.size(); ++at) {
    if (source[at] == '\\')
      ++at;
    else if (source[at] == '[')
      ++depth;
    else if (source[at] == ']' && --depth == 0)
      return at + 1;
  }
  return source.size();
}

std::size_t skip_target(std::string_view source, std::size_t at) noexcept {
  if (at < source.size() && source[at] == '(') return skip_parentheses(source, at);
  if (at < source.size() && source[at] == '[') return skip_brackets(source, at);
  return at;
}

} // namespace

aligned_text::aligned_text(std::string_view source, byte_range block)
    : source_{source.substr(0, block.end)}, cursor_{std::min(block.begin, source_.size())} {}

void aligned_text::append(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    std::size_t next = i;
    U8_FWD_1(text.data(), next, text.size());
    append_character(text.substr(i, next - i), text.substr(i));
    i = next;
  }
}

void aligned_text::append_character(std::string_view character, std::string_view rest) {
  if (is_space(character.front())) return append_space();
  const auto stop = std::min(source_.size(), cursor_ + max_markup);
  for (auto at = cursor_; at < stop; ++at) {
    if (source_[at] == '&') {
      const auto length = reference_length(source_.substr(at));
      if (length != 0 && !rest.starts_with(source_.substr(at, length))) {
        put(character, {glued_start(at), at});
        cursor_ = at + length;
        return;
      }
    }
    if (!source_.substr(at).starts_with(character)) continue;
    put(character, {glued_start(at), at});
    cursor_ = at + character.size();
    return;
  }
  put(character, {cursor_, cursor_});
}

void aligned_text::append_space() {
  const auto stop = std::min(source_.size(), cursor_ + max_markup);
  const auto found = std::find_if(source_.begin() + static_cast<std::ptrdiff_t>(cursor_),
                                  source_.begin() + static_cast<std::ptrdiff_t>(stop), is_space);
  const auto at = static_cast<std::size_t>(found - source_.begin());
  if (at == stop) return put_space(cursor_);
  put_space(at);
  cursor_ = at + 1;
}

void aligned_text::skip_tag(std::string_view tag) {
  const auto near = source_.substr(0, std::min(source_.size(), cursor_ + max_markup + tag.size()));
  if (const auto at = near.find(tag, cursor_); at != std::string_view::npos) cursor_ = at + tag.size();
  if (tag.starts_with("<br") || tag.starts_with("<BR")) put_space(cursor_);
}

void aligned_text::skip_link_tail() {
  const auto at = source_.find_first_not_of("*_~`\\ \t\r\n", cursor_);
  if (at == std::string_view::npos) return;
  if (source_[at] == ']')
    cursor_ = skip_target(source_, at + 1);
  else if (source_[at] == '>')
    cursor_ = at + 1;
}

void aligned_text::skip_image() {
  const auto near = source_.substr(0, std::min(source_.size(), cursor_ + max_markup));
  const auto at = near.find("![", cursor_);
  if (at != std::string_view::npos) cursor_ = skip_target(source_, skip_brackets(source_, at + 1));
}

byte_range aligned_text::range(std::size_t begin, std::size_t end) const noexcept {
  if (begin >= end) return {cursor_, cursor_};
  const auto from = places_[begin].start;
  if (end < places_.size()) return {from, is_space(text_[end]) ? places_[end].position : places_[end].start};
  auto until = source_.size();
  while (until > from && is_space(source_[until - 1])) --until;
  return {from, until};
}

std::size_t aligned_text::glued_start(std::size_t position) const noexcept {
  while (position > cursor_ && !is_space(source_[position - 1])) --position;
  return position;
}

void aligned_text::put(std::string_view character, place at) {
  text_ += character;
  places_.insert(places_.end(), character.size(), at);
}

void aligned_text::put_space(std::size_t position) {
  if (!text_.empty() && text_.back() != ' ') put(" ", {position, position});
}

} // namespace troupe::language
