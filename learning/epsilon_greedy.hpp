#pragma once
#include "learning/choice.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace troupe::learning {

class checkpoint_reader;
class checkpoint_writer;

/// The multi-armed bandit that explores with probability epsilon and otherwise takes the action of the
/// highest mean reward (Sutton, Barto: Reinforcement Learning, 2nd edition, 2.2-2.4). It does not look at the
/// context.
///
/// An action's value is its initial value until its first reward, then the mean of its rewards. Actions of
/// equal value are equally likely, so that the distribution is exact: epsilon/k + (1 - epsilon)/ties for the
/// best, epsilon/k else.
class epsilon_greedy {
public:
  /// One action for each initial value. Throws std::invalid_argument if there is none, if one is not finite,
  /// or if epsilon is outside of 0..1.
  epsilon_greedy(double epsilon, std::vector<double> initial_values);

  [[nodiscard]] std::vector<double> distribution(std::span<const double> features) const;

  /// The incremental mean: v <- ((n-1)/n) v + r/n. Throws std::invalid_argument on an unknown action or a
  /// reward that is not finite.
  void learn(const experience&);
  bool correct(const experience&, double reward, std::uint64_t age);

  [[nodiscard]] std::span<const double> values() const noexcept { return values_; }
  [[nodiscard]] std::span<const std::uint64_t> counts() const noexcept { return counts_; }

  void write(checkpoint_writer&) const;
  static epsilon_greedy read(checkpoint_reader&);

  bool operator==(const epsilon_greedy&) const = default;

private:
  double epsilon_;
  std::vector<double> values_;
  std::vector<std::uint64_t> counts_;
};

} // namespace troupe::learning
