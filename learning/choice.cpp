#include "learning/choice.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

namespace troupe::learning {

void check(const experience& of, std::size_t actions) {
  if (of.made.chosen.action >= actions)
    throw std::invalid_argument{"action " + std::to_string(of.made.chosen.action)
                                + " is none of the policy's " + std::to_string(actions)};
  if (!std::isfinite(of.reward)) throw std::invalid_argument{"a reward must be finite"};
}

choice draw(std::span<const double> distribution, random_stream& random) {
  auto rest = random.uniform();
  choice drawn{0, 0.0};
  for (std::size_t action = 0; action < distribution.size(); ++action) {
    if (distribution[action] <= 0.0) continue;
    drawn = {action, distribution[action]};
    if (rest < distribution[action]) break;
    rest -=
        distribution[action]; // rounding may leave a rest after the last: then the last possible action is it
  }
  return drawn;
}

std::vector<double> greedy(std::span<const double> values, double rate) {
  const auto best = std::ranges::max(values);
  const auto ties = static_cast<double>(std::ranges::count(values, best));
  std::vector<double> probabilities(values.size(), rate / static_cast<double>(values.size()));
  for (std::size_t action = 0; action < values.size(); ++action)
    if (values[action] == best) probabilities[action] += (1.0 - rate) / ties;
  return probabilities;
}

std::vector<double> with_floor(std::vector<double> distribution, double floor) {
  const auto actions = static_cast<double>(distribution.size());
  for (auto& probability : distribution) probability = (1.0 - actions * floor) * probability + floor;
  return distribution;
}

void check_range(const char* what, double value, double least, double most) {
  if (value >= least && value <= most) return;
  throw std::invalid_argument{std::string{what} + " is " + std::to_string(value) + ": it must be from "
                              + std::to_string(least) + " to " + std::to_string(most)};
}

void check_floor(double floor, std::size_t actions) {
  check_range("the least probability of an action", floor, 0.0, 1.0 / static_cast<double>(actions));
}

void check_initial_values(std::span<const double> values) {
  if (values.empty()) throw std::invalid_argument{"a policy needs at least one action"};
  if (!std::ranges::all_of(values, [](double v) { return std::isfinite(v); }))
    throw std::invalid_argument{"the initial values of a policy must be finite"};
}

} // namespace troupe::learning
