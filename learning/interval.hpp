#pragma once
#include <span>

namespace troupe::learning {

/// An estimate, and the bounds between which the truth lies with 95 % confidence.
struct interval {
  double value = 0.0;
  double low = 0.0;
  double high = 0.0;

  bool operator==(const interval&) const = default;
};

/// Of the mean of independent values, two or more. Values weighted by the inverse of a propensity have long
/// tails, where the plain t interval is too short and ends too early on the longer side. So Student's t is
/// corrected for skewness by Hall's cubic transformation (Hall: On the Removal of Skewness by Transformation,
/// J. R. Statist. Soc. B 54, 1992), and its degrees of freedom are those of the variance (Satterthwaite: An
/// Approximate Distribution of Estimates of Variance Components, 1946): 2 n / (kurtosis - 1 - skewness^2),
/// the skewness being accounted for already.
[[nodiscard]] interval interval_of_mean(std::span<const double> values);

} // namespace troupe::learning
