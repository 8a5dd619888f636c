#include "learning/off_policy.hpp"

#include "learning/reward_model.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

namespace troupe::learning {
namespace {

constexpr std::size_t folds = 5;
constexpr double ridge = 1.0; // of the reward model, in rewards: it has to predict well, not to explore
constexpr double least_sample = 50.0;
constexpr double weight_deviations = 4.0; // by which their mean may be off
constexpr double least_support = 0.01;    // share of choices that an action may have without being in the log
constexpr std::size_t thresholds = 20;    // that are tried

/// Rows made fold by fold, by a learner that has learned from the other folds.
template <class Learner, class Row>
table cross_fit(std::span<const experience> log, const Learner& untrained, const Row& row) {
  table rows(log.size());
  for (std::size_t fold = 0; fold < folds; ++fold) {
    auto learner = untrained;
    for (std::size_t i = 0; i < log.size(); ++i)
      if (i % folds != fold) row.learn(learner, log[i]);
    for (auto i = fold; i < log.size(); i += folds) rows[i] = row.make(learner, log[i].made.features);
  }
  return rows;
}

struct of_rewards {
  static void learn(reward_model& model, const experience& one) { model.learn(one); }
  static std::vector<double> make(const reward_model& model, std::span<const double> features) {
    std::vector<double> means;
    for (const auto& one : model(features)) means.push_back(one.mean);
    return means;
  }
};

struct of_policy {
  static void learn(policy& learner, const experience& one) { learning::learn(learner, one); }
  static std::vector<double> make(const policy& by, std::span<const double> features) {
    return distribution(by, features);
  }
};

void check(std::span<const experience> log, const table& target, const table& predicted) {
  if (target.size() != log.size() || predicted.size() != log.size())
    throw std::invalid_argument{"a table has not one row for each decision"};
  for (std::size_t i = 0; i < log.size(); ++i) {
    learning::check(log[i], std::min(target[i].size(), predicted[i].size()));
    if (!(log[i].made.chosen.propensity > 0.0 && log[i].made.chosen.propensity <= 1.0))
      throw std::invalid_argument{"a propensity is " + std::to_string(log[i].made.chosen.propensity)
                                  + ": it must be above 0 and at most 1"};
  }
}

/// The reason why an action's part in the value cannot be told, if there is one.
std::string unsupported(std::span<const experience> log, const table& target) {
  std::vector<double> taken;
  std::vector<bool> seen;
  for (std::size_t i = 0; i < log.size(); ++i) {
    taken.resize(std::max(taken.size(), target[i].size()));
    seen.resize(taken.size());
    for (std::size_t action = 0; action < target[i].size(); ++action) taken[action] += target[i][action];
    seen[log[i].made.chosen.action] = true;
  }
  for (std::size_t action = 0; action < taken.size(); ++action)
    if (!seen[action] && taken[action] > least_support * static_cast<double>(log.size()))
      return "no support for action " + std::to_string(action)
             + ": the policy takes it, the log never shows it";
  return {};
}

/// The parts of the doubly robust estimate: what the model expects of the policy, and what the decision adds
/// to it.
struct parts {
  std::vector<double> expected;
  std::vector<double> correction;
};

parts parts_of(std::span<const experience> log, std::span<const double> weights, const table& target,
               const table& predicted) {
  auto all = parts{};
  for (std::size_t i = 0; i < log.size(); ++i) {
    all.expected.push_back(std::inner_product(target[i].begin(), target[i].end(), predicted[i].begin(), 0.0));
    all.correction.push_back(weights[i] * (log[i].reward - predicted[i][log[i].made.chosen.action]));
  }
  return all;
}

std::vector<double> switched(const parts& of, std::span<const double> weights, double threshold) {
  auto values = of.expected;
  for (std::size_t i = 0; i < values.size(); ++i)
    if (weights[i] <= threshold) values[i] += of.correction[i];
  return values;
}

double variance_of_mean(std::span<const double> values) {
  const auto n = static_cast<double>(values.size());
  const auto mean = std::reduce(values.begin(), values.end()) / n;
  double squares = 0.0;
  for (const auto value : values) squares += (value - mean) * (value - mean);
  return squares / (n - 1.0) / n;
}

/// The values at the threshold that promises the least error. Where the correction is left out, the model may
/// be wrong by as much as rewards differ; how often the policy is there, the weights above the threshold
/// tell.
std::vector<double> best_switched(std::span<const experience> log, const parts& of,
                                  std::span<const double> weights) {
  const auto n = static_cast<double>(log.size());
  const auto [least, most] = std::ranges::minmax_element(log, {}, &experience::reward);
  const auto range = most->reward - least->reward;
  std::vector<double> sorted{weights.begin(), weights.end()};
  std::ranges::sort(sorted);
  auto best = switched(of, weights, sorted.back());
  auto least_error = variance_of_mean(best);
  for (std::size_t i = 1; i < thresholds; ++i) {
    const auto threshold = sorted[sorted.size() * i / thresholds];
    double above = 0.0;
    for (const auto weight : weights) above += weight > threshold ? weight / n : 0.0;
    auto values = switched(of, weights, threshold);
    const auto error = variance_of_mean(values) + range * above * range * above;
    if (error >= least_error) continue;
    least_error = error;
    best = std::move(values);
  }
  return best;
}

} // namespace

table predict_rewards(std::span<const experience> log, const feature_space& space, std::size_t actions) {
  double mean = 0.0;
  for (const auto& one : log) mean += one.reward / static_cast<double>(log.size());
  return cross_fit(log,
                   reward_model{space, {.linear = {.precision = ridge}}, std::vector<double>(actions, mean)},
                   of_rewards{});
}

table distributions(std::span<const experience> log, const policy& untrained) {
  return cross_fit(log, untrained, of_policy{});
}

std::variant<off_policy_values, refusal> evaluate(std::span<const experience> log, const table& target,
                                                  const table& predicted) {
  check(log, target, predicted);
  std::vector<double> weights;
  double sum = 0.0;
  double squares = 0.0;
  for (std::size_t i = 0; i < log.size(); ++i) {
    const auto& chosen = log[i].made.chosen;
    weights.push_back(target[i][chosen.action] / chosen.propensity);
    sum += weights.back();
    squares += weights.back() * weights.back();
  }
  if (auto reason = unsupported(log, target); !reason.empty()) return refusal{std::move(reason)};
  auto values = off_policy_values{};
  values.effective_sample_size = squares > 0.0 ? sum * sum / squares : 0.0;
  if (values.effective_sample_size < least_sample)
    return refusal{"not enough data: an effective sample size of "
                   + std::to_string(values.effective_sample_size) + " where 50 are needed"};

  // Weights average 1 if the log holds what the policy would do and the propensities are right.
  const auto n = static_cast<double>(log.size());
  const auto slack = least_support + weight_deviations * std::sqrt(variance_of_mean(weights));
  if (std::abs(sum / n - 1.0) > slack)
    return refusal{
        "not enough support: the weights average " + std::to_string(sum / n)
        + " where they should 1; what the policy does is too rare in the log, or propensities are wrong"};
  std::vector<double> terms;
  terms.reserve(log.size());
  for (std::size_t i = 0; i < log.size(); ++i) terms.push_back(weights[i] * log[i].reward);
  values.ips = interval_of_mean(terms);

  const auto ratio = std::reduce(terms.begin(), terms.end()) / sum;
  for (std::size_t i = 0; i < log.size(); ++i)
    // the ratio, linear in its two means; a weight that is much of the sum has drawn it to itself (the
    // jackknife)
    terms[i] = ratio + weights[i] * (log[i].reward - ratio) / (sum / n) / (1.0 - weights[i] / sum);
  values.snips = interval_of_mean(terms);
  const auto shift = ratio - values.snips.value; // of the mean of the jackknife
  values.snips = {ratio, values.snips.low + shift, values.snips.high + shift};

  const auto both = parts_of(log, weights, target, predicted);
  values.dr = interval_of_mean(switched(both, weights, std::ranges::max(weights)));
  values.switch_dr = interval_of_mean(best_switched(log, both, weights));
  return values;
}

} // namespace troupe::learning
