#include "retrieval/answerability.hpp"

#include <algorithm>
#include <cmath>

namespace troupe::retrieval {

double answerability(const bm25f& lexical, std::span<const weighted_term> question, std::uint32_t entry,
                     double score) {
  double covered = 0;
  double asked = 0;
  for (const auto& [term, weight] : question) {
    const double idf = lexical.idf(term);
    asked += weight * idf * idf;
    if (lexical.contains(entry, term)) covered += weight * idf * idf;
  }
  if (asked == 0) return 0;
  const double relative = std::min(1.0, score / lexical.bound(question));
  return covered / asked * std::sqrt(relative);
}

} // namespace troupe::retrieval
