#pragma once
#include "language/intent_scorer.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace troupe::language {

/// What a scorer that was not trained on a text says of it: by its words, and with its embedding.
struct held_out_score {
  std::size_t text = 0;
  std::optional<intent_score> by_words; ///< none if nothing is known of it
  std::optional<intent_score> embedded; ///< none without an encoder, too
};

/// Scores of texts that were held out, fold by fold of five, until there are `enough` of them.
[[nodiscard]] std::vector<held_out_score> held_out_scores(const intent_examples&, std::size_t enough,
                                                          std::uint64_t seed);

struct intent_guess {
  std::size_t intent = 0;
  double confidence = 0.0; ///< 0..1, in the intent, given that it is one of them
  std::size_t nearest = 0; ///< the most similar example; behind their end, an intent's name
  double in_scope = 0.0;   ///< 0..1: how likely the text is about any; from .5 on it is taken to be
};

/// Tells what a text is about, and whether it is about any of the intents. The bound between in and out of
/// scope needs no labelled outsiders: it is the score that a tenth of the examples themselves stay below when
/// they are held out.
class intent_model {
public:
  explicit intent_model(const intent_examples&, std::uint64_t seed = 1);

  /// None if nothing is known of the text. Without an embedding by words alone, with a bound of its own.
  [[nodiscard]] std::optional<intent_guess> operator()(const n_grams& text,
                                                       std::span<const float> embedding) const;

private:
  intent_scorer scorer_;
  bool embedded_;
  double bound_by_words_ = 0;
  double bound_embedded_ = 0;
};

} // namespace troupe::language
