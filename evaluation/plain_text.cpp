#include "evaluation/plain_text.hpp"

#include "language/markdown.hpp"

#include <algorithm>
#include <iterator>
#include <variant>

namespace troupe::evaluation {
namespace {

constexpr std::string_view white_space = " \t\r\n\f\v";
constexpr std::string_view no_break_space = "\u00a0";

void append_without_spaces(std::string& to, std::string_view text) {
  while (!text.empty()) {
    if (text.starts_with(no_break_space)) {
      text.remove_prefix(no_break_space.size());
      continue;
    }
    if (white_space.find(text.front()) == std::string_view::npos) to += text.front();
    text.remove_prefix(1);
  }
}

bool continues_character(char byte) noexcept { return (static_cast<unsigned char>(byte) & 0xc0U) == 0x80U; }

} // namespace

std::string plain_text(std::string_view text) {
  std::string plain;
  append_without_spaces(plain, text);
  return plain;
}

std::string plain_text(std::span<const language::sentence> sentences) {
  std::string plain;
  for (const auto& sentence : sentences) append_without_spaces(plain, sentence.text);
  return plain;
}

std::vector<language::sentence> sentences_of(std::string_view markdown) {
  auto parsed = language::parse_markdown(markdown, {});
  std::vector<language::sentence> sentences;
  if (auto* document = std::get_if<language::document>(&parsed))
    for (auto& section : document->sections)
      std::ranges::move(section.sentences, std::back_inserter(sentences));
  return sentences;
}

std::string_view first_characters(std::string_view text, std::size_t count) noexcept {
  std::size_t end = 0;
  for (; end < text.size() && count > 0; --count) {
    ++end;
    while (end < text.size() && continues_character(text[end])) ++end;
  }
  return text.substr(0, end);
}

} // namespace troupe::evaluation
