#pragma once
#include "learning/choice.hpp"
#include "learning/feature_map.hpp"
#include "learning/linear_model.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace troupe::learning {

/// What each action is worth where: a linear model of its rewards over a feature map. The clock of forgetting
/// counts the experiences of all actions, so that an action that is not taken becomes uncertain again.
class reward_model {
public:
  /// One action for each initial value, which is what it is believed to be worth everywhere at first. Throws
  /// std::invalid_argument without one, or on options that the parts refuse.
  reward_model(const feature_space&, const linear_options&, std::vector<double> initial_values);

  /// One estimate for each action. Throws std::invalid_argument on features of another space.
  [[nodiscard]] std::vector<estimate> operator()(std::span<const double> features) const;

  /// Throws std::invalid_argument on an action, a reward or features that cannot be.
  void learn(const experience&);

  /// As if what was learned `age` experiences ago (0: the last) had come with another reward.
  void correct(const experience&, double reward, std::uint64_t age);

  [[nodiscard]] std::size_t actions() const noexcept { return models_.size(); }
  [[nodiscard]] std::uint64_t learned() const noexcept { return clock_; }

  void write(checkpoint_writer&) const;
  static reward_model read(checkpoint_reader&);

  bool operator==(const reward_model&) const = default;

private:
  feature_map map_;
  linear_options options_;
  std::vector<double> initial_values_;
  std::vector<linear_model> models_;
  std::uint64_t clock_ = 0;
};

} // namespace troupe::learning
