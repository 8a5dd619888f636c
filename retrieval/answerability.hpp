#pragma once
#include "retrieval/bm25f.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace troupe::retrieval {

/// Below this a question is taken for one that the documents do not answer.
inline constexpr double answerable_threshold = 0.3;

/// A chunk that was found, and the chunks [first, last) of its document.
struct passage {
  std::uint32_t chunk = 0;
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  double score = 0; ///< of BM25F
};

/// What was asked: with what was said before, and by itself.
struct question {
  std::span<const weighted_term> whole;
  std::span<const weighted_term> own;
};

/// What speaks for the documents' answering a question: 0..1 each, or near it.
struct evidence {
  static constexpr std::size_t by_words = 7;
  static constexpr std::size_t by_vectors = 3;
  static constexpr std::size_t by_tokens = 1;
  static constexpr std::size_t all = by_words + by_vectors + by_tokens;

  std::array<double, all> values{}; ///< first those by words, then by vectors, then by tokens
  std::size_t known = 0;            ///< how many of them are; 0: nothing was found
};

/// What the best passages, best first, say by their words.
[[nodiscard]] evidence weigh_words(const bm25f&, const question&, std::span<const passage> best);

/// Adds what the cosines of all chunks say, and the best's. Reorders `cosines`.
void add_vectors(evidence&, std::span<float> cosines, double of_best);

/// Adds what late interaction says, of the best.
void add_tokens(evidence&, double similarity);

/// A logistic regression for each of the ways to know: by words, with vectors, with tokens as well.
struct answerability_weights {
  struct regression {
    double bias = 0;
    std::array<double, evidence::all> of{}; ///< those that are not known weigh nothing
  };
  std::array<regression, 3> regressions{};
};

/// Of `troupe train answerability`, see answerability_weights.cpp.
extern const answerability_weights learned_answerability;

/// How likely the question is answered, 0..1.
[[nodiscard]] double answerability(const evidence&,
                                   const answerability_weights& by = learned_answerability) noexcept;

} // namespace troupe::retrieval
