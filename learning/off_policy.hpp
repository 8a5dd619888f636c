#pragma once
#include "learning/choice.hpp"
#include "learning/feature_map.hpp"
#include "learning/interval.hpp"
#include "learning/policy.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <variant>
#include <vector>

/// What another policy would have earned, told from decisions that were made by whatever policies: each is
/// weighed by its own logged propensity.
namespace troupe::learning {

/// One row for each decision of a log, one number for each action.
using table = std::vector<std::vector<double>>;

/// What each action would have earned, predicted by a model that has not seen the decision: the log is dealt
/// into folds, and a fold's rewards are predicted from those of the others.
[[nodiscard]] table predict_rewards(std::span<const experience> log, const feature_space&,
                                    std::size_t actions);

/// With which probability a policy takes each action, having learned from the other folds of the log, in its
/// order.
[[nodiscard]] table distributions(std::span<const experience> log, const policy& untrained);

struct off_policy_values {
  double effective_sample_size = 0.0; ///< (sum w)^2 / sum w^2 of the weights w = target / logged propensity
  interval ips;                       ///< inverse propensity: mean of w r
  interval
      snips; ///< sum of w r / sum of w (Swaminathan, Joachims: The Self-Normalized Estimator…, NIPS 2015)
  interval
      dr; ///< doubly robust (Dudik, Langford, Li: Doubly Robust Policy Evaluation and Learning, ICML 2011)
  interval switch_dr; ///< the same without the correction where w is above a threshold (Wang, Agarwal, Dudik:
                      ///< Optimal and Adaptive Off-policy Evaluation in Contextual Bandits, ICML 2017), which
                      ///< is the one of the least variance plus squared bound of the bias
};

/// Why there is no number that means something.
struct refusal {
  std::string reason;
};

/// The value of a policy that takes actions as `target` says. Refuses a log of an effective sample size below
/// 50, and one that never shows an action to which the policy gives more than a hundredth of its choices.
/// Throws std::invalid_argument unless the tables fit the log and all propensities are in (0, 1].
[[nodiscard]] std::variant<off_policy_values, refusal> evaluate(std::span<const experience> log,
                                                                const table& target, const table& predicted);

} // namespace troupe::learning
