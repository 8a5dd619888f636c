#pragma once
#include "learning/random.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

/// Actions are numbers from 0; what they stand for, their order in config/strategies.toml says.
namespace troupe::learning {

constexpr std::size_t most_actions = 1U << 16U; ///< that a policy may have

struct choice {
  std::size_t action = 0;
  double propensity = 1.0; ///< the exact probability with which the action was chosen

  bool operator==(const choice&) const = default;
};

/// A choice with what it was made from: of a turn, features(context), as they are logged.
struct decision {
  std::vector<double> features;
  choice chosen;

  bool operator==(const decision&) const = default;
};

/// What a policy learns from: a decision, what came of it, and what the next decision of the same episode was
/// made from; none if the episode ended with this one.
struct experience {
  decision made;
  double reward = 0.0;
  std::optional<std::vector<double>> next;

  bool operator==(const experience&) const = default;
};

/// Throws std::invalid_argument unless the action is one of `actions` and the reward is finite.
void check(const experience&, std::size_t actions);

/// Draws an action from a distribution over all of them, never one of probability 0.
[[nodiscard]] choice draw(std::span<const double> distribution, random_stream&);

/// The distribution that takes the actions of the highest value, ties alike, and with probability `rate` any.
[[nodiscard]] std::vector<double> greedy(std::span<const double> values, double rate);

/// The same distribution with at least `floor` for each of k actions: (1 - k floor) p + floor.
[[nodiscard]] std::vector<double> with_floor(std::vector<double> distribution, double floor);

/// Throws std::invalid_argument, naming what it is, unless it is from `least` to `most`.
void check_range(const char* what, double value, double least, double most);

/// Throws std::invalid_argument unless it is from 0 to 1/actions.
void check_floor(double floor, std::size_t actions);

/// Throws std::invalid_argument unless there is a value, and all are finite.
void check_initial_values(std::span<const double>);

} // namespace troupe::learning
