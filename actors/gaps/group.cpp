#include "actors/gaps/group.hpp"

#include "language/clusters.hpp"
#include "language/tokens.hpp"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <string>

namespace troupe::gaps {
namespace {

constexpr std::size_t most_examples = 5;

// Two questions for the same thing: rather apart than thrown together, for an operator reads them as one.
constexpr double alike_by_meaning = 0.6; // cosine of MiniLM's vectors
constexpr double alike_by_terms = 0.4;   // Jaccard's index

using term_set = std::vector<std::string>;

term_set terms_of(const std::string& question) {
  auto all = language::terms(question);
  std::ranges::sort(all);
  all.erase(std::ranges::unique(all).begin(), all.end());
  return all;
}

double jaccard(const term_set& a, const term_set& b) {
  auto both = term_set{};
  std::ranges::set_intersection(a, b, std::back_inserter(both));
  const auto either = a.size() + b.size() - both.size();
  return either == 0 ? 1.0 : static_cast<double>(both.size()) / static_cast<double>(either);
}

double cosine(const std::vector<float>& a, const std::vector<float>& b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

std::vector<std::vector<std::size_t>> clustered(const std::vector<given_answer>& questions,
                                                const std::vector<std::vector<float>>& vectors) {
  if (!vectors.empty())
    return language::clusters(
        questions.size(), [&](std::size_t a, std::size_t b) { return cosine(vectors[a], vectors[b]); },
        alike_by_meaning);
  auto terms = std::vector<term_set>{};
  for (const auto& q : questions) terms.push_back(terms_of(q.question));
  return language::clusters(
      questions.size(), [&](std::size_t a, std::size_t b) { return jaccard(terms[a], terms[b]); },
      alike_by_terms);
}

} // namespace

gap_list group(const std::vector<given_answer>& questions, const std::vector<std::vector<float>>& vectors,
               std::size_t limit) {
  auto found = gap_list{};
  for (const auto& members : clustered(questions, vectors)) {
    if (found.gaps.size() == limit) {
      found.has_more = true;
      break;
    }
    auto g = gap{.count = members.size()};
    for (const auto m : members) g.last_at = std::max(g.last_at, questions[m].at);
    for (const auto m : members) {
      if (g.examples.size() == most_examples) break;
      g.examples.push_back(questions[m]);
    }
    found.gaps.push_back(std::move(g));
  }
  return found;
}

} // namespace troupe::gaps
