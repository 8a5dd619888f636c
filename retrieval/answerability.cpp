#include "retrieval/answerability.hpp"

#include <algorithm>
#include <cmath>

namespace troupe::retrieval {
namespace {

constexpr double elsewhere_in_document = 0.5;

double held(const bm25f& lexical, term_id term, const passage& found) noexcept {
  if (lexical.contains(found.chunk, found.chunk + 1, term)) return 1;
  return lexical.contains(found.first, found.last, term) ? elsewhere_in_document : 0;
}

} // namespace

double answerability(const bm25f& lexical, std::span<const weighted_term> question, const passage& found) {
  double covered = 0;
  double asked = 0;
  for (const auto& [term, weight] : question) {
    const double idf = lexical.idf(term);
    asked += weight * idf * idf;
    covered += weight * idf * idf * held(lexical, term, found);
  }
  if (asked == 0) return 0;
  const double nearness = std::clamp(found.score / lexical.bound(question), 0.0, 1.0);
  return covered / asked * std::pow(nearness, 0.25);
}

} // namespace troupe::retrieval
