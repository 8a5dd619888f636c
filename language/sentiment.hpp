#pragma once
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace troupe::language {

/// How words colour a text. Valences run from -4 (worst) to 4 (best); an intensifier adds to the valence of
/// a word behind it, a dampener takes from it. Words are lower-case; emoji and emoticons such as ":)" are
/// words.
struct sentiment_lexicon {
  struct hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view s) const noexcept { return std::hash<std::string_view>{}(s); }
  };
  using values = std::unordered_map<std::string, double, hash, std::equal_to<>>;

  values valences;
  values intensifiers; ///< above 0 strengthens, below 0 weakens
  std::unordered_set<std::string, hash, std::equal_to<>> negations;
};

/// The mood of a text by its words, -1 to 1; 0 where no word is known. The rules of VADER (Hutto, Gilbert:
/// VADER, ICWSM 2014): a negation among the three words before turns a word's valence round and damps it
/// (-.74); an intensifier there strengthens, the nearer the more; capitals among other words, exclamation and
/// question marks add emphasis; what stands behind "but" counts half as much again, what stands before half;
/// and the sum s becomes s / sqrt(s^2 + 15).
[[nodiscard]] double sentiment(std::string_view text, const sentiment_lexicon&);

/// What a text's embedding says of its mood: w e + b, in the unit of sentiment() by words.
struct sentiment_weights {
  std::vector<float> weights; ///< none: nothing was learned
  double bias = 0;
};

/// The mean of what the words say and, where there are an embedding and weights for it, what that says; -1
/// to 1.
[[nodiscard]] double sentiment(std::string_view text, const sentiment_lexicon&, const sentiment_weights&,
                               std::span<const float> embedding);

} // namespace troupe::language
