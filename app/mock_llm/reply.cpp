#include "app/mock_llm/reply.hpp"

#include "language/tokens.hpp"

#include <algorithm>
#include <set>

namespace troupe::app::mock_llm {
namespace {

constexpr std::string_view quote_mark = "> ";
constexpr std::string_view apology =
    "I could not find this in the documentation. Would you like me to pass it on to a colleague?";

std::vector<std::string_view> lines_of(std::string_view text) {
  auto all = std::vector<std::string_view>{};
  for (;;) {
    const auto end = text.find('\n');
    all.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return all;
    text.remove_prefix(end + 1);
  }
}

bool is_number(std::string_view line) {
  return line.size() > 2 && line.front() == '[' && line.back() == ']'
         && std::ranges::all_of(line.substr(1, line.size() - 2), [](char c) { return c >= '0' && c <= '9'; });
}

/// A sentence of a source.
struct candidate {
  std::string marker;
  std::string text;
  std::size_t shared = 0; ///< words of the question
};

void add_sentences(std::string_view line, const std::string& marker, std::vector<candidate>& to) {
  if (line.starts_with('#') || line.starts_with('|')) return;
  while (!line.empty()) {
    const auto end = line.find(". ");
    const auto sentence = line.substr(0, end == std::string_view::npos ? end : end + 1);
    if (language::count_words(sentence) > 2) to.push_back({marker, std::string{sentence}});
    line.remove_prefix(std::min(line.size(), end == std::string_view::npos ? line.size() : end + 2));
  }
}

/// The sentences of the sources, and what was asked: the last lines that are quoted.
std::string question_of(std::string_view prompt, std::vector<candidate>& sentences) {
  auto marker = std::string{};
  auto question = std::string{};
  auto first = false;
  auto quoted = false;
  for (const auto line : lines_of(prompt)) {
    if (is_number(line)) {
      marker = line;
      first = true;
    } else if (line.starts_with(quote_mark)) {
      const auto text = line.substr(quote_mark.size());
      if (!quoted) question.clear();
      question += std::string{text} + ' ';
      if (!marker.empty() && !first) add_sentences(text, marker, sentences);
      first = false;
    } else if (!line.empty())
      marker.clear(); // words of the template end the sources
    quoted = line.starts_with(quote_mark);
  }
  return question;
}

} // namespace

std::string reply_to(std::string_view prompt) {
  auto sentences = std::vector<candidate>{};
  const auto question = language::terms(question_of(prompt, sentences));
  const auto wanted = std::set<std::string>{question.begin(), question.end()};
  for (auto& s : sentences)
    for (const auto& term : language::terms(s.text)) s.shared += wanted.contains(term) ? 1 : 0;
  std::ranges::stable_sort(sentences, std::greater{}, &candidate::shared);
  auto text = std::string{};
  auto used = std::set<std::string>{};
  for (const auto& s : sentences) {
    if (used.size() == 2 || (s.shared == 0 && !used.empty())) break;
    if (!used.insert(s.marker).second) continue;
    text += (text.empty() ? "" : " ") + s.text + ' ' + s.marker;
  }
  return text.empty() ? std::string{apology} : text;
}

std::vector<std::string> tokens_of(const std::string& text, std::size_t words) {
  auto all = std::vector<std::string>{};
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find(' ', at + 1), text.size());
    all.push_back(text.substr(at, end - at));
    at = end;
  }
  if (words == 0 || all.empty()) return all;
  const auto whole = all.size();
  if (words < whole) all.resize(words);
  for (std::size_t i = whole; i < words; ++i) {
    auto again = all[i % whole];
    all.push_back(again.starts_with(' ') ? std::move(again) : ' ' + again);
  }
  return all;
}

} // namespace troupe::app::mock_llm
