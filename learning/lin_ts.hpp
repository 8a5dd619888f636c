#pragma once
#include "learning/choice.hpp"
#include "learning/reward_model.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace troupe::learning {

struct sampling_options {
  double width = 1.0;      ///< of the posterior, in its deviations
  double floor = 0.0;      ///< least probability of an action
  std::size_t draws = 256; ///< from the posterior
  std::uint64_t seed = 1;  ///< of the draws

  bool operator==(const sampling_options&) const = default;
};

/// Thompson sampling: an action is as likely as it is to be the best one, by what is known (Agrawal, Goyal:
/// Thompson Sampling for Contextual Bandits with Linear Payoffs, ICML 2013).
///
/// How likely that is, has no closed form: it is the share of a fixed number of draws from the posterior in
/// which the action is best. All choices share the same standard normal numbers, a function of the seed. So
/// the estimate is itself the distribution that is drawn from, a function of state and features, and its
/// propensities are exact.
class lin_ts {
public:
  /// Throws std::invalid_argument on a negative width, a floor above 1/k, or no or more than 10,000 draws.
  lin_ts(reward_model, const sampling_options&);

  [[nodiscard]] std::vector<double> distribution(std::span<const double> features) const;
  void learn(const experience& of) { rewards_.learn(of); }
  bool correct(const experience&, double reward, std::uint64_t age);

  [[nodiscard]] std::size_t draws() const noexcept { return options_.draws; }

  void write(checkpoint_writer&) const;
  static lin_ts read(checkpoint_reader&);

  bool operator==(const lin_ts&) const = default;

private:
  reward_model rewards_;
  sampling_options options_;
  std::vector<double> normal_; ///< one for each action, draw by draw
};

} // namespace troupe::learning
