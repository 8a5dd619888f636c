#include "language/intent_model.hpp"

#include "language/folds.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace troupe::language {
namespace {

constexpr std::size_t folds = 5;
constexpr std::size_t enough_for_bound = 1000; // of a large set one fold or two tell the quantile as well
constexpr double left_out = 0.1;               // share of the texts in scope that are refused
constexpr double steepness = 1.5;

std::vector<std::size_t> all_of(const intent_examples& examples) {
  auto all = std::vector<std::size_t>(examples.words.size());
  std::iota(all.begin(), all.end(), std::size_t{});
  return all;
}

/// The quantile of the scores, between two of them where it falls there.
double bound_of(const std::vector<held_out_score>& held_out,
                std::optional<intent_score> held_out_score::*by) {
  auto scores = std::vector<double>{};
  for (const auto& one : held_out)
    if (const auto& found = one.*by) scores.push_back(found->score);
  if (scores.empty()) return 0;
  std::ranges::sort(scores);
  const auto at = left_out * static_cast<double>(scores.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const auto above = std::min(below + 1, scores.size() - 1);
  return std::lerp(scores[below], scores[above], at - std::floor(at));
}

std::span<const float> embedding_of(const intent_examples& examples, std::size_t text) {
  if (!examples.embedded()) return {};
  const auto& rows = examples.embeddings;
  return {rows.row(static_cast<Eigen::Index>(text)).data(), static_cast<std::size_t>(rows.cols())};
}

} // namespace

std::vector<held_out_score> held_out_scores(const intent_examples& examples, std::size_t enough,
                                            std::uint64_t seed) {
  auto all = std::vector<held_out_score>{};
  const auto fold_of = stratified_folds(examples.intent_of, folds, seed);
  for (std::size_t fold = 0; fold < folds && all.size() < enough; ++fold) {
    const auto parts = split_at(fold_of, fold);
    const auto scorer = intent_scorer{examples, parts.training};
    for (const auto text : parts.held_out) {
      const auto grams = n_grams_of(examples.words[text]);
      auto one = held_out_score{text, scorer(grams, {}), {}};
      if (examples.embedded()) one.embedded = scorer(grams, embedding_of(examples, text));
      all.push_back(one);
    }
  }
  return all;
}

intent_model::intent_model(const intent_examples& examples, std::uint64_t seed)
    : scorer_{examples, all_of(examples)}, embedded_{examples.embedded()} {
  const auto held_out = held_out_scores(examples, enough_for_bound, seed);
  bound_by_words_ = bound_of(held_out, &held_out_score::by_words);
  bound_embedded_ = bound_of(held_out, &held_out_score::embedded);
}

std::optional<intent_guess> intent_model::operator()(const n_grams& text,
                                                     std::span<const float> embedding) const {
  const auto found = scorer_(text, embedding);
  if (!found) return std::nullopt;
  const auto bound = embedded_ && !embedding.empty() ? bound_embedded_ : bound_by_words_;
  return intent_guess{found->intent, found->confidence, found->nearest,
                      1 / (1 + std::exp(-steepness * (found->score - bound)))};
}

} // namespace troupe::language
