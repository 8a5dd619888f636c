#include "evaluation/correlation.hpp"

#include <cmath>
#include <numeric>

namespace troupe::evaluation {

std::optional<double> pearson_r(std::span<const double> a, std::span<const double> b) {
  if (a.empty()) return std::nullopt;
  const auto count = static_cast<double>(a.size());
  const auto mean_a = std::accumulate(a.begin(), a.end(), 0.0) / count;
  const auto mean_b = std::accumulate(b.begin(), b.end(), 0.0) / count;
  double aa = 0;
  double bb = 0;
  double ab = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const auto da = a[i] - mean_a;
    const auto db = b[i] - mean_b;
    aa += da * da;
    bb += db * db;
    ab += da * db;
  }
  if (aa == 0 || bb == 0) return std::nullopt;
  return ab / std::sqrt(aa * bb);
}

} // namespace troupe::evaluation
