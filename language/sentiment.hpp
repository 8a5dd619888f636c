#pragma once
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace troupe::language {

/// How words colour a text. Valences run from -4 (worst) to 4 (best); an intensifier adds to the valence of
/// the word behind it, a dampener takes from it.
struct sentiment_lexicon {
  std::unordered_map<std::string, double> valences;     ///< words and emoji
  std::unordered_map<std::string, double> intensifiers; ///< above 0 strengthens, below 0 weakens
  std::unordered_set<std::string> negations;
};

/// The rules of VADER (Hutto, Gilbert: VADER, ICWSM 2014): a negation among the three words before turns a
/// word's valence round and damps it (-.74), an intensifier right before it strengthens, up to three
/// exclamation marks add emphasis, and the sum s becomes s / sqrt(s^2 + 15). From -1 to 1; 0 where no word is
/// known.
[[nodiscard]] double sentiment(std::string_view text, std::span<const std::string> words,
                               const sentiment_lexicon&);

} // namespace troupe::language
