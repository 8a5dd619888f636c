#include "evaluation/out_of_scope.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

namespace troupe::evaluation {
namespace {

bool treated_rightly(const scoped_prediction& p, double threshold) {
  return p.in_scope ? p.correct && p.score >= threshold : p.score < threshold;
}

} // namespace

double accuracy_at(double threshold, std::span<const scoped_prediction> all) {
  if (all.empty()) return 0;
  const auto right = std::ranges::count_if(all, [&](const auto& p) { return treated_rightly(p, threshold); });
  return static_cast<double>(right) / static_cast<double>(all.size());
}

double best_accuracy(std::span<const scoped_prediction> all) {
  auto ascending = std::vector<scoped_prediction>{all.begin(), all.end()};
  std::ranges::sort(ascending, {}, &scoped_prediction::score);
  // Below every score nothing is refused; each score that the threshold passes refuses its texts.
  auto right = std::ranges::count_if(ascending, &scoped_prediction::correct);
  auto best = right;
  for (std::size_t i = 0; i < ascending.size(); ++i) {
    if (!ascending[i].in_scope) ++right;
    if (ascending[i].correct) --right;
    const auto tied = i + 1 < ascending.size() && ascending[i + 1].score == ascending[i].score;
    if (!tied) best = std::max(best, right);
  }
  return all.empty() ? 0 : static_cast<double>(best) / static_cast<double>(all.size());
}

std::optional<double> recall_keeping(double kept, std::span<const scoped_prediction> all) {
  auto correct = std::vector<double>{};
  for (const auto& p : all)
    if (p.correct) correct.push_back(p.score);
  const auto in_scope = std::ranges::count_if(all, &scoped_prediction::in_scope);
  const auto outside = static_cast<std::ptrdiff_t>(all.size()) - in_scope;
  const auto needed = static_cast<std::size_t>(std::ceil(kept * static_cast<double>(in_scope) - 1e-9));
  if (outside == 0 || needed == 0 || correct.size() < needed) return std::nullopt;
  std::ranges::sort(correct, std::greater{});
  const auto threshold = correct[needed - 1];
  const auto refused =
      std::ranges::count_if(all, [&](const auto& p) { return !p.in_scope && p.score < threshold; });
  return static_cast<double>(refused) / static_cast<double>(outside);
}

} // namespace troupe::evaluation
