#include "evaluation/roc.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace troupe::evaluation {
namespace {

std::vector<double> sorted(std::span<const double> scores) {
  std::vector<double> all{scores.begin(), scores.end()};
  std::ranges::sort(all);
  return all;
}

double share_below(double threshold, std::span<const double> scores) {
  if (scores.empty()) return 0;
  const auto below = std::ranges::count_if(scores, [&](double score) { return score < threshold; });
  return static_cast<double>(below) / static_cast<double>(scores.size());
}

/// The most items of `count` that are no larger share than `bound`; 3 of 30 are a tenth, though .1 * 30 may
/// be computed as less.
std::size_t most_within(double bound, std::size_t count) {
  constexpr double rounding = 1e-9;
  return static_cast<std::size_t>(std::floor(bound * static_cast<double>(count) + rounding));
}

} // namespace

std::optional<double> auc(std::span<const double> high, std::span<const double> low) {
  if (high.empty() || low.empty()) return std::nullopt;
  const auto ascending = sorted(low);
  double won = 0;
  for (const auto score : high) {
    const auto [first, last] = std::ranges::equal_range(ascending, score);
    won += static_cast<double>(first - ascending.begin()) + static_cast<double>(last - first) / 2;
  }
  return won / static_cast<double>(high.size()) / static_cast<double>(low.size());
}

refusal refusal_at(double threshold, std::span<const double> answerable,
                   std::span<const double> unanswerable) {
  return {threshold, share_below(threshold, answerable), share_below(threshold, unanswerable)};
}

std::optional<refusal> refusal_within(double bound, std::span<const double> answerable,
                                      std::span<const double> unanswerable) {
  if (answerable.empty() || unanswerable.empty()) return std::nullopt;
  const auto ascending = sorted(answerable);
  const auto refused = most_within(bound, ascending.size());
  // The higher the threshold the more is refused: the best is the score of the first that must be answered.
  const auto threshold =
      refused < ascending.size() ? ascending[refused] : std::numeric_limits<double>::infinity();
  return refusal_at(threshold, answerable, unanswerable);
}

} // namespace troupe::evaluation
