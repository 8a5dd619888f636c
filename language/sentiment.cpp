#include "language/sentiment.hpp"

#include <algorithm>
#include <cmath>

namespace troupe::language {
namespace {

constexpr double negated = -0.74;
constexpr double exclamation = 0.292;
constexpr std::size_t negation_reach = 3;
constexpr double normal = 15;

double valence_at(std::span<const std::string> words, std::size_t i, const sentiment_lexicon& lexicon) {
  const auto known = lexicon.valences.find(words[i]);
  if (known == lexicon.valences.end()) return 0;
  auto v = known->second;
  if (i > 0)
    if (const auto by = lexicon.intensifiers.find(words[i - 1]); by != lexicon.intensifiers.end())
      v += v > 0 ? by->second : -by->second;
  const auto before = words.subspan(i - std::min(i, negation_reach), std::min(i, negation_reach));
  if (std::ranges::any_of(before, [&](const std::string& w) { return lexicon.negations.contains(w); }))
    v *= negated;
  return v;
}

/// Emoji are no words: they are looked for in the text itself.
double emoji_valence(std::string_view text, const sentiment_lexicon& lexicon) {
  auto sum = 0.0;
  for (const auto& [word, valence] : lexicon.valences) {
    if (static_cast<unsigned char>(word.front()) < 0xe2) continue;
    for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + word.size()))
      sum += valence;
  }
  return sum;
}

} // namespace

double sentiment(std::string_view text, std::span<const std::string> words,
                 const sentiment_lexicon& lexicon) {
  auto sum = emoji_valence(text, lexicon);
  for (std::size_t i = 0; i < words.size(); ++i) sum += valence_at(words, i, lexicon);
  if (sum == 0) return 0;
  const auto marks = std::min<std::ptrdiff_t>(std::ranges::count(text, '!'), 3);
  sum += std::copysign(exclamation * static_cast<double>(marks), sum);
  return sum / std::sqrt(sum * sum + normal);
}

} // namespace troupe::language
