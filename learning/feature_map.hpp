#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace troupe::learning {

/// What the features of decisions are, and what a linear model is to see of them.
struct feature_space {
  std::size_t numbers = 0;   ///< so many numbers, about -1..1; 0: those of a turn's context
  std::size_t fourier = 0;   ///< random Fourier features
  double length_scale = 0.5; ///< over which a function of the features may bend
  std::uint64_t seed = 1;    ///< of the random Fourier features

  bool operator==(const feature_space&) const = default;
};

constexpr std::size_t largest_dimension = 4096;

/// Features as a linear model sees them: a one (the bias), plain features, and random Fourier features
/// sqrt(2/m) cos(w z + b) of these, with which the model is one of smooth functions: their inner products
/// approximate a Gaussian kernel (Rahimi, Recht: Random Features for Large-Scale Kernel Machines, NIPS 2007,
/// algorithm 1).
///
/// The plain features of numbers are the numbers. Those of a turn are: an indicator of each intent group;
/// urgency, turn number (up to 10) and confidence, scaled to 0..1; how far the customer is unhappy, calm and
/// happy, three shares that sum to 1 and change linearly with a sentiment in -0.5..0.5; and these three
/// within each group, as what suits the unhappy is another thing with an order than with a payment.
class feature_map {
public:
  /// Throws std::invalid_argument on a space of more than the largest dimension or a length that is not
  /// positive.
  explicit feature_map(const feature_space&);

  /// Throws std::invalid_argument unless the features are of the space and finite.
  [[nodiscard]] std::vector<double> operator()(std::span<const double> features) const;

  [[nodiscard]] std::size_t dimension() const noexcept { return dimension_of(space_); }
  [[nodiscard]] static std::size_t dimension_of(const feature_space&) noexcept;
  [[nodiscard]] const feature_space& space() const noexcept { return space_; }

  bool operator==(const feature_map& other) const { return space_ == other.space_; }

private:
  feature_space space_;
  std::vector<double> frequencies_; ///< a row of all plain features for each of the random ones
  std::vector<double> phases_;
};

} // namespace troupe::learning
