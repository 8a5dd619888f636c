#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace troupe::learning {

class checkpoint_reader;
class checkpoint_writer;

/// What a linear model believes of a target.
struct prediction {
  double mean = 0.0;
  double spread = 0.0; ///< variance of the mean, in units of the noise: x' A^-1 x
};

struct linear_options {
  double precision = 0.03; ///< of the prior, in units of the noise: the ridge
  double half_life = 0.0;  ///< steps of the clock after which a target counts half; 0: none is ever forgotten

  bool operator==(const linear_options&) const = default;
};

/// Bayesian linear regression (Bishop: Pattern Recognition and Machine Learning, 3.3) by sums that forget:
/// with g = 2^(-1/half_life), A = sum g^age x x' + precision I, b = sum g^age y x, weights = A^-1 b. Kept are
/// A^-1 and the weights, which a rank-one update (Sherman, Morrison) brings up to date in O(dimension^2).
/// What forgetting takes off the ridge, restoring puts back, one coordinate after the other.
class linear_model {
public:
  linear_model(std::size_t dimension, const linear_options&);

  /// As of a time of the clock, which is that of the last update or later: what is old is uncertain.
  [[nodiscard]] prediction predict(std::span<const double> x, std::uint64_t now) const;

  /// Returns what was believed of x just before.
  prediction learn(std::span<const double> x, double y, std::uint64_t now);

  /// Lets the clock go on without anything being learned.
  void forget(std::uint64_t now);

  /// As if x, learned at `then`, had come with y + `change`.
  void correct(std::span<const double> x, double y, double change, std::uint64_t then);

  /// Sum of g^age times the squared residuals, the prior's included; divided by the sum of g^age, which is
  /// the count, it is the variance of the noise.
  [[nodiscard]] double residuals() const noexcept { return residuals_; }
  [[nodiscard]] double count() const noexcept { return count_; }
  /// Of the last update.
  [[nodiscard]] std::uint64_t clock() const noexcept { return clock_; }

  void write(checkpoint_writer&) const;
  void read(checkpoint_reader&);

  bool operator==(const linear_model&) const = default;

private:
  prediction observe(std::span<const double> x, double y);
  [[nodiscard]] double kept(std::uint64_t steps) const;

  linear_options options_;
  std::vector<double> weights_;
  std::vector<double>
      inverse_; ///< column by column; of the symmetric matrix, only the lower triangle is used
  double residuals_ = 0.0;
  double count_ = 0.0;
  std::uint64_t clock_ = 0;    ///< of the last update
  std::uint64_t restored_ = 0; ///< coordinate of the ridge that is to be restored next
};

} // namespace troupe::learning
