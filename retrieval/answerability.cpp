#include "retrieval/answerability.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

namespace troupe::retrieval {
namespace {

constexpr double elsewhere_in_document = 0.5;
constexpr std::size_t compared = 10; // the best stands out where the tenth is far from it
constexpr double many_terms = 8;

/// How much a term counts by what it says of a subject.
enum class idf_counts { once, squared };

/// What part of a question a passage holds; each term weighs its idf, or the square of that, and counts half
/// where another chunk of the passage's document holds it.
double coverage(const bm25f& lexical, std::span<const weighted_term> asked, const passage& by,
                idf_counts how) {
  double held = 0;
  double all = 0;
  for (const auto& [term, weight] : asked) {
    const auto idf = lexical.idf(term);
    const auto worth = weight * (how == idf_counts::squared ? idf * idf : idf);
    all += worth;
    if (lexical.contains(by.chunk, by.chunk + 1, term))
      held += worth;
    else if (lexical.contains(by.first, by.last, term))
      held += elsewhere_in_document * worth;
  }
  return all > 0 ? held / all : 0;
}

double unknown_share(const bm25f& lexical, std::span<const weighted_term> asked) {
  double unknown = 0;
  double all = 0;
  for (const auto& [term, weight] : asked) {
    const auto worth = weight * lexical.idf(term);
    all += worth;
    if (!lexical.contains(0, static_cast<std::uint32_t>(lexical.size()), term)) unknown += worth;
  }
  return all > 0 ? unknown / all : 1;
}

} // namespace

evidence weigh_words(const bm25f& lexical, const question& asked, std::span<const passage> best) {
  auto found = evidence{};
  if (best.empty()) return found;
  constexpr std::size_t looked_at = 3; // the right passage need not be the first
  double whole = 0;
  double own = 0;
  double score = 0;
  for (const auto& one : best.first(std::min(looked_at, best.size()))) {
    whole = std::max(whole, coverage(lexical, asked.whole, one, idf_counts::squared));
    own = std::max(own, coverage(lexical, asked.own, one, idf_counts::squared));
    score = std::max(score, one.score);
  }
  const auto bound = lexical.bound(asked.whole);
  const auto tenth = best.size() < compared ? 0 : best[compared - 1].score;
  found.values = {whole,
                  own,
                  coverage(lexical, asked.own, best.front(), idf_counts::once),
                  bound > 0 ? score / bound : 0,
                  score > 0 ? (score - std::min(score, tenth)) / score : 0,
                  unknown_share(lexical, asked.own),
                  std::min(1.0, static_cast<double>(asked.own.size()) / many_terms)};
  found.known = evidence::by_words;
  return found;
}

void add_vectors(evidence& to, std::span<float> cosines, double of_best) {
  if (cosines.empty()) return;
  const auto tenth = cosines.begin() + static_cast<std::ptrdiff_t>(std::min(compared, cosines.size()) - 1);
  std::ranges::nth_element(cosines, tenth, std::greater{});
  const double nearest = std::ranges::max(std::span{cosines.begin(), tenth + 1});
  to.values[evidence::by_words] = nearest;
  to.values[evidence::by_words + 1] = nearest - *tenth;
  to.values[evidence::by_words + 2] = of_best;
  to.known = evidence::by_words + evidence::by_vectors;
}

void add_tokens(evidence& to, double similarity) {
  to.values[evidence::by_words + evidence::by_vectors] = similarity;
  to.known = evidence::all;
}

double answerability(const evidence& of, const answerability_weights& by) noexcept {
  if (of.known == 0) return 0;
  const auto way = of.known == evidence::by_words ? 0U : of.known == evidence::all ? 2U : 1U;
  const auto& regression = by.regressions[way];
  auto sum = regression.bias;
  for (std::size_t i = 0; i < of.known; ++i) sum += regression.of[i] * of.values[i];
  return 1 / (1 + std::exp(-sum));
}

} // namespace troupe::retrieval
