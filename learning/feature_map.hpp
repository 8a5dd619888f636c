#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace troupe::learning {

/// What the features of decisions are, and what a linear model is to see of them.
struct feature_space {
  std::size_t numbers = 0;   ///< so many numbers, about -1..1; 0: those of a turn's context
  std::size_t fourier = 64;  ///< random Fourier features
  double length_scale = 1.0; ///< over which a function of the features may bend
  std::uint64_t seed = 1;    ///< of the random Fourier features

  bool operator==(const feature_space&) const = default;
};

constexpr std::size_t largest_dimension = 4096;

/// Features as a linear model sees them: a one (the bias), the numbers, the groups as indicators, and random
/// Fourier features sqrt(2/m) cos(w z + b) of all these, with which the model is one of smooth functions:
/// their inner products approximate a Gaussian kernel (Rahimi, Recht: Random Features for Large-Scale Kernel
/// Machines, NIPS 2007, algorithm 1).
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
