#include "language/phrases.hpp"

#include "language/tokens.hpp"

#include <algorithm>
#include <sstream>

namespace troupe::language {
namespace {

bool fits(std::string_view pattern, std::string_view word) noexcept {
  if (!pattern.ends_with('*')) return pattern == word;
  return word.starts_with(pattern.substr(0, pattern.size() - 1));
}

} // namespace

void phrases::add(std::string_view phrase, std::size_t owner) {
  auto p = pattern{{}, owner};
  auto in = std::istringstream{std::string{phrase}};
  for (auto piece = std::string{}; in >> piece;) {
    const auto open = piece.ends_with('*');
    auto split = language::words(piece); // as a message's words are: lower-cased, split at punctuation
    if (open && !split.empty()) split.back() += '*';
    std::ranges::move(split, std::back_inserter(p.words));
  }
  if (p.words.empty()) return;
  auto key = p.words.front();
  by_first_word_[std::move(key)].push_back(std::move(p));
}

std::vector<phrases::match> phrases::find(std::span<const std::string> words) const {
  auto found = std::vector<match>{};
  for (std::size_t i = 0; i < words.size(); ++i) {
    find_at(words, i, words[i], found);
    auto key = std::string{};
    for (const char c : words[i]) {
      key += c;
      find_at(words, i, key + '*', found);
    }
  }
  return found;
}

void phrases::find_at(std::span<const std::string> words, std::size_t first, std::string_view key,
                      std::vector<match>& found) const {
  const auto known = by_first_word_.find(key);
  if (known == by_first_word_.end()) return;
  for (const auto& p : known->second)
    if (first + p.words.size() <= words.size()
        && std::equal(p.words.begin(), p.words.end(), words.begin() + static_cast<long>(first), fits))
      found.push_back({p.owner, p.words.size(), first});
}

} // namespace troupe::language
