#pragma once
#include "learning/choice.hpp"
#include "learning/drop_alarm.hpp"
#include "learning/feature_map.hpp"
#include "learning/linear_model.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace troupe::learning {

/// What a reward is believed to be: its mean, and how uncertain that mean is.
struct estimate {
  double mean = 0.0;
  double deviation = 0.0;
};

struct reward_options {
  linear_options linear;
  double noise = 0.25;         ///< variance that rewards are believed to have about their mean at first…
  double noise_weight = 100.0; ///< …as if so many had been seen

  bool operator==(const reward_options&) const = default;
};

/// What each action is worth where: a linear model of its rewards over a feature map. The clock of forgetting
/// counts the experiences of all actions, so that an action that is not taken becomes uncertain again.
/// The noise is one for all actions and estimated from their residuals, as a conjugate prior would do: the
/// scale of the rewards is learned.
///
/// Where anything is forgotten at all, rewards that fall behind what was predicted raise an alarm, which
/// makes the clock jump: what was learned before counts next to nothing, and everything is explored anew.
class reward_model {
public:
  /// One action for each initial value, which is what it is believed to be worth everywhere at first. Throws
  /// std::invalid_argument without one, or on options that the parts refuse.
  reward_model(const feature_space&, const reward_options&, std::vector<double> initial_values);

  /// One estimate for each action. Throws std::invalid_argument on features of another space.
  [[nodiscard]] std::vector<estimate> operator()(std::span<const double> features) const;

  /// Throws std::invalid_argument on an action, a reward or features that cannot be.
  void learn(const experience&);

  /// As if what was learned `age` experiences ago (0: the last) had come with another reward. What was an
  /// alarm stays one.
  void correct(const experience&, double reward, std::uint64_t age);

  [[nodiscard]] std::size_t actions() const noexcept { return models_.size(); }
  [[nodiscard]] std::uint64_t learned() const noexcept { return learned_; }
  [[nodiscard]] std::size_t alarms() const noexcept { return alarms_.size(); }

  void write(checkpoint_writer&) const;
  static reward_model read(checkpoint_reader&);

  bool operator==(const reward_model&) const = default;

private:
  /// The time at which the n-th experience was learned, from 1.
  [[nodiscard]] std::uint64_t clock_at(std::uint64_t n) const;
  [[nodiscard]] double noise() const;
  void hear(double drop);

  feature_map map_;
  reward_options options_;
  std::vector<double> initial_values_;
  std::vector<linear_model> models_;
  std::uint64_t learned_ = 0;
  drop_alarm alarm_;
  std::vector<std::uint64_t> alarms_; ///< behind which experience each was raised
};

} // namespace troupe::learning
