#include "retrieval/page_score.hpp"

#include <algorithm>
#include <functional>
#include <numeric>

namespace troupe::retrieval {

double page_score(std::span<float> scores, std::size_t chunks_of_page) {
  constexpr std::size_t counted = 10;
  constexpr double share_of_others = 0.05;
  constexpr double usual_chunks = 80;
  if (scores.empty()) return 0;
  const auto kept = std::min(counted, scores.size());
  std::ranges::partial_sort(scores, scores.begin() + static_cast<std::ptrdiff_t>(kept), std::greater{});
  const double others =
      std::accumulate(scores.begin() + 1, scores.begin() + static_cast<std::ptrdiff_t>(kept), 0.0);
  const double damping =
      std::min(1.0, usual_chunks / static_cast<double>(std::max(chunks_of_page, std::size_t{1})));
  return scores.front() + share_of_others * damping * others;
}

} // namespace troupe::retrieval
