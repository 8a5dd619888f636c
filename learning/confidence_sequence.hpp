#pragma once
#include "learning/checkpoint.hpp"

#include <cstdint>

namespace troupe::learning {

/// A lower confidence sequence of the mean of values, by an empirical Bernstein bound: it holds at all times
/// at once, so that one may look after every value and stop at the first bound that one likes.
///
/// Values have a least, may be large, and come one after the other; each has an expectation given those
/// before, and the mean of these expectations is what is bounded, although they change. With x on the scale
/// where the least is 0 and `most` is 1, y the mean of the x before, clipped to 0..1, and any l in (0, 1),
///     exp(l sum(x - E x) - psi(l) sum(x - y)^2),   psi(l) = -log(1 - l) - l
/// is a supermartingale that begins at 1 (Howard, Ramdas, McAuliffe, Sekhon: Time-uniform, nonparametric,
/// nonasymptotic confidence sequences, Ann. Statist. 49, 2021, theorem 4), and so is a mixture of them over l
/// (ibid., section 3), which exceeds 1/error at any time with a probability of at most `error` (Ville). For
/// rewards weighted by propensities: Waudby-Smith, Wu, Ramdas, Karampatziakis, Mineiro: Anytime-valid
/// off-policy inference for contextual bandits, ACM/IMS J. Data Sci. 1, 2024, section 2. A bet on each
/// value (Waudby-Smith, Ramdas: Estimating means of bounded random variables by betting, J. R. Statist. Soc.
/// B 86, 2024) is a little sharper, but is about expectations that stay the same.
class confidence_sequence {
public:
  /// `most` only sets the scale. Throws std::invalid_argument unless it is above `least`.
  confidence_sequence(double least, double most);

  /// Throws std::invalid_argument, and is unchanged, on a value below the least or one that is not finite.
  void see(double value);

  [[nodiscard]] std::uint64_t count() const noexcept { return count_; }
  /// Of the values; `least` without one.
  [[nodiscard]] double mean() const noexcept;
  /// The bound that is below the mean of expectations, all times together, but for a probability of `error`.
  [[nodiscard]] double lower(double error) const;
  /// Whether the bound is above `mean`, without computing it.
  [[nodiscard]] bool above(double mean, double error) const;

  void save(checkpoint_writer&) const;
  /// Into one of the same scale.
  void load(checkpoint_reader&);

  bool operator==(const confidence_sequence&) const = default;

private:
  /// The logarithm of the mixture, if the mean of expectations were this, on the scale of x.
  [[nodiscard]] double log_evidence(double mean) const;

  double least_;
  double range_;
  std::uint64_t count_ = 0;
  double sum_ = 0.0;     ///< of x
  double clipped_ = 0.0; ///< sum of min(x, 1)
  double squares_ = 0.0; ///< sum of (x - y)^2
};

} // namespace troupe::learning
