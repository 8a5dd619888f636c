#include "evaluation/text_overlap.hpp"

#include <algorithm>
#include <iterator>
#include <vector>

namespace troupe::evaluation {
namespace {

/// The harmonic mean of both shares: 2 common / (a + b).
double f1(std::size_t common, std::size_t a, std::size_t b) {
  return a + b == 0 ? 1 : 2 * static_cast<double>(common) / static_cast<double>(a + b);
}

std::vector<std::string> sorted(std::span<const std::string> words) {
  std::vector<std::string> all{words.begin(), words.end()};
  std::ranges::sort(all);
  return all;
}

} // namespace

double token_f1(std::span<const std::string> text, std::span<const std::string> reference) {
  std::vector<std::string> common;
  std::ranges::set_intersection(sorted(text), sorted(reference), std::back_inserter(common));
  return f1(common.size(), text.size(), reference.size());
}

double rouge_l(std::span<const std::string> text, std::span<const std::string> reference) {
  // The longest common subsequence of what was seen of `text` with the first j words of `reference`.
  std::vector<std::size_t> longest(reference.size() + 1);
  for (const auto& word : text) {
    std::size_t diagonal = 0;
    for (std::size_t j = 1; j < longest.size(); ++j) {
      const auto above = longest[j];
      longest[j] = word == reference[j - 1] ? diagonal + 1 : std::max(above, longest[j - 1]);
      diagonal = above;
    }
  }
  return f1(longest.back(), text.size(), reference.size());
}

bool in_order(std::span<const std::string> part, std::span<const std::string> whole) {
  auto next = part.begin();
  for (const auto& word : whole)
    if (next != part.end() && word == *next) ++next;
  return next == part.end();
}

} // namespace troupe::evaluation
