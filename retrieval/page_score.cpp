#include "retrieval/page_score.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

namespace troupe::retrieval {
namespace {

constexpr double usual_chunks = 80;

} // namespace

double page_score(std::span<float> scores, std::size_t chunks_of_page) {
  constexpr std::size_t counted = 10;
  constexpr double share_of_others = 0.05;
  if (scores.empty()) return 0;
  const double best = std::ranges::max(scores);
  if (scores.size() > counted) {
    std::ranges::nth_element(scores, scores.begin() + counted, std::greater{});
    scores = scores.first(counted);
  }
  const double others = std::accumulate(scores.begin(), scores.end(), 0.0) - best;
  const double damping =
      std::min(1.0, usual_chunks / static_cast<double>(std::max(chunks_of_page, std::size_t{1})));
  return best + share_of_others * damping * others;
}

double size_penalty(std::size_t chunks_of_page) noexcept {
  constexpr double share = 0.1;
  const auto chunks = static_cast<double>(chunks_of_page);
  return chunks > usual_chunks ? share * std::log(chunks / usual_chunks) : 0;
}

} // namespace troupe::retrieval
