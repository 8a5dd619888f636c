#pragma once
#include "learning/choice.hpp"

#include <cstddef>
#include <string_view>
#include <vector>

namespace troupe::evaluation {

/// Beyond it, a number that is read makes sums of powers that are none any more; below its inverse, a
/// probability does.
constexpr double largest_number = 1e30;

/// What keeps a decision from being evaluated with such a probability; empty: nothing.
[[nodiscard]] std::string_view fault_of_probability(double) noexcept;

/// How features that are named by texts become numbers of a fixed count: each name is hashed to one of them,
/// with a sign, and the whole has length 1 (Weinberger et al.: Feature Hashing for Large Scale Multitask
/// Learning, ICML 2009).
class hashed_features {
public:
  explicit hashed_features(std::size_t numbers) : numbers_(numbers) {}

  void add(std::string_view space, std::string_view name, double value);
  [[nodiscard]] std::vector<double> take() &&;

private:
  std::vector<double> numbers_;
};

/// Logged decisions as other tools write them: with costs, which are negative rewards.
struct logged_bandit {
  std::size_t actions = 0;
  std::vector<learning::experience> decisions;
};

} // namespace troupe::evaluation
