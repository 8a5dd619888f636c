#include "evaluation/ranking.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace troupe::evaluation {
namespace {

std::span<const unsigned> first(std::size_t k, const std::vector<unsigned>& grades) {
  return std::span{grades}.first(std::min(k, grades.size()));
}

double discounted_gain(std::span<const unsigned> grades) {
  double sum = 0;
  for (std::size_t i = 0; i < grades.size(); ++i) sum += grades[i] / std::log2(static_cast<double>(i) + 2);
  return sum;
}

double relevant_in(std::span<const unsigned> grades) {
  return static_cast<double>(std::ranges::count_if(grades, [](auto grade) { return grade > 0; }));
}

} // namespace

judged_ranking judge(std::span<const std::string_view> ranking, const judgements& known) {
  judged_ranking judged;
  std::set<std::string_view> seen;
  for (const auto item : ranking) {
    const auto found = known.find(item);
    judged.grades.push_back(found != known.end() && seen.insert(item).second ? found->second : 0);
  }
  for (const auto& [_, grade] : known)
    if (grade > 0) judged.relevant.push_back(grade);
  std::ranges::sort(judged.relevant, std::greater{});
  return judged;
}

double ndcg_at(std::size_t k, const judged_ranking& of) {
  const double ideal = discounted_gain(first(k, of.relevant));
  return ideal > 0 ? discounted_gain(first(k, of.grades)) / ideal : 0;
}

double precision_at(std::size_t k, const judged_ranking& of) {
  return k > 0 ? relevant_in(first(k, of.grades)) / static_cast<double>(k) : 0;
}

double recall_at(std::size_t k, const judged_ranking& of) {
  if (of.relevant.empty()) return 0;
  return relevant_in(first(k, of.grades)) / static_cast<double>(of.relevant.size());
}

double reciprocal_rank_at(std::size_t k, const judged_ranking& of) {
  const auto ranked = first(k, of.grades);
  const auto found = std::ranges::find_if(ranked, [](auto grade) { return grade > 0; });
  return found == ranked.end() ? 0 : 1 / static_cast<double>(found - ranked.begin() + 1);
}

double average_precision_at(std::size_t k, const judged_ranking& of) {
  if (of.relevant.empty()) return 0;
  const auto ranked = first(k, of.grades);
  double found = 0;
  double sum = 0;
  for (std::size_t i = 0; i < ranked.size(); ++i)
    if (ranked[i] > 0) sum += ++found / static_cast<double>(i + 1);
  return sum / static_cast<double>(of.relevant.size());
}

} // namespace troupe::evaluation
