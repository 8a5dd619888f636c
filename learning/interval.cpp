#include "learning/interval.hpp"

#include <algorithm>
#include <cmath>

namespace troupe::learning {
namespace {

constexpr double least_freedom = 8.0; // below which the quantile is not good

/// The 97.5 % quantile of Student's distribution, from that of the normal one (Abramowitz, Stegun: Handbook
/// of Mathematical Functions, 26.7.5); good to 0.001 from 8 degrees of freedom on.
double student_quantile(double freedom) {
  constexpr double z = 1.959963984540054;
  constexpr double z3 = z * z * z;
  constexpr double z5 = z3 * z * z;
  return z + (z3 + z) / (4.0 * freedom) + (5.0 * z5 + 16.0 * z3 + 3.0 * z) / (96.0 * freedom * freedom);
}

/// The t at which the transformation t + a t^2 + a^2 t^3 / 3 + b is `quantile`, with a = skewness / (3 sqrt
/// n) and b = skewness / (6 sqrt n).
double untransformed(double quantile, double skewness, double root) {
  const auto a = skewness / (3.0 * root);
  if (std::abs(a) < 1e-9) return quantile;
  const auto b = skewness / (6.0 * root);
  return (std::cbrt(1.0 + 3.0 * a * (quantile - b)) - 1.0) / a;
}

} // namespace

interval interval_of_mean(std::span<const double> values) {
  const auto n = static_cast<double>(values.size());
  double mean = 0.0;
  for (const auto value : values) mean += value / n;
  double squares = 0.0;
  double cubes = 0.0;
  double fourths = 0.0;
  for (const auto value : values) {
    const auto off = value - mean;
    squares += off * off;
    cubes += off * off * off;
    fourths += off * off * off * off;
  }
  if (squares <= 0.0) return {mean, mean, mean};
  const auto deviation = std::sqrt(squares / (n - 1.0));
  const auto skewness = cubes / n / std::pow(squares / n, 1.5);
  const auto root = std::sqrt(n);
  const auto kurtosis = fourths / n / (squares / n) / (squares / n);
  const auto spread =
      std::max(kurtosis - 1.0 - skewness * skewness, 2.0); // that of the normal distribution, or more
  const auto quantile =
      student_quantile(std::clamp(2.0 * n / spread - 1.0, std::min(least_freedom, n - 1.0), n - 1.0));
  return {mean, mean - deviation / root * untransformed(quantile, skewness, root),
          mean - deviation / root * untransformed(-quantile, skewness, root)};
}

} // namespace troupe::learning
