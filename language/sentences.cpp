#include "language/sentences.hpp"

#include "language/break_iterator.hpp"

#include <algorithm>
#include <array>

namespace troupe::language {
namespace {

constexpr std::string_view white_space = " \t\r\n\f\v";

constexpr auto abbreviations = std::to_array<std::string_view>({
    "approx.",
    "cf.",
    "dr.",
    "e.g.",
    "eg.",
    "fig.",
    "i.e.",
    "ie.",
    "incl.",
    "mr.",
    "mrs.",
    "ms.",
    "prof.",
    "st.",
    "vs.",
});

std::string_view trimmed(std::string_view text) noexcept {
  const auto first = text.find_first_not_of(white_space);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(white_space) - first + 1);
}

std::string_view last_word(std::string_view text) noexcept {
  const auto start = text.find_last_of(" \t\r\n(\"'");
  return start == std::string_view::npos ? text : text.substr(start + 1);
}

bool equal_ignoring_case(std::string_view a, std::string_view b) noexcept {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; };
  return std::ranges::equal(a, b, {}, lower, lower);
}

/// Whether `next` goes on with the sentence that `text` seemed to end.
bool goes_on(std::string_view text, std::string_view next) noexcept {
  const auto word = last_word(text);
  if (equal_ignoring_case(word, "no.")) return next.front() >= '0' && next.front() <= '9';
  return std::ranges::any_of(abbreviations, [&](auto known) { return equal_ignoring_case(word, known); });
}

} // namespace

std::vector<std::string_view> split_sentences(std::string_view text) {
  thread_local break_iterator boundaries{UBRK_SENTENCE};
  std::vector<std::string_view> sentences;
  boundaries.each_segment(text, [&](std::string_view segment) {
    const auto sentence = trimmed(segment);
    if (sentence.empty()) return;
    if (!sentences.empty() && goes_on(sentences.back(), sentence))
      sentences.back() = {sentences.back().begin(), sentence.end()};
    else
      sentences.push_back(sentence);
  });
  return sentences;
}

} // namespace troupe::language
