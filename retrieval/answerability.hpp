#pragma once
#include "retrieval/bm25f.hpp"

namespace troupe::retrieval {

/// Below this a question is taken for one that the documents do not answer.
inline constexpr double answerable_threshold = 0.5;

/// How likely `entry` answers the question, 0..1, by words alone:
/// the share of the question's idf^2 whose terms the entry holds (squared, so that a missing specific word,
/// or one that no document knows, weighs more than several common ones), times how near the entry's score
/// comes to the best possible.
[[nodiscard]] double answerability(const bm25f& lexical, std::span<const weighted_term> question,
                                   std::uint32_t entry, double score);

} // namespace troupe::retrieval
