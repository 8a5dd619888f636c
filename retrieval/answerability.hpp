#pragma once
#include "retrieval/bm25f.hpp"

namespace troupe::retrieval {

/// Below this a question is taken for one that the documents do not answer. By words alone a paraphrase is
/// hard to tell from another subject: on the sample help centre .2 answers two thirds of the questions that
/// its customers would ask in words of their own, and refuses nine of ten that it does not cover.
inline constexpr double answerable_threshold = 0.2;

/// A chunk that was found, and the chunks [first, last) of its document.
struct passage {
  std::uint32_t chunk = 0;
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  double score = 0; ///< of BM25F
};

/// How likely a passage answers the question, 0..1, by words alone: the share of the question's terms,
/// weighted by idf^2, that the chunk holds (half, if another chunk of its document does), times the fourth
/// root of how near its score comes to the best possible. The square lets one missing specific word, above
/// all one that no document knows, outweigh several common ones that are there.
[[nodiscard]] double answerability(const bm25f& lexical, std::span<const weighted_term> question,
                                   const passage& found);

} // namespace troupe::retrieval
