#include "actors/evaluator/values.hpp"

#include "learning/off_policy.hpp"

#include <algorithm>
#include <vector>

namespace troupe::evaluator {
namespace {

/// As far as they can be evaluated: of a strategy that there still is, and with features of a turn.
std::vector<learning::experience> experiences(const learning::fold_rules& rules,
                                              std::span<const learning::lesson> log) {
  auto all = std::vector<learning::experience>{};
  for (const auto& l : log) {
    const auto known = std::ranges::find(rules.strategies, l.strategy);
    const auto reward = learning::combined(l.earned, rules.weights);
    if (known == rules.strategies.end() || !reward || l.features.size() != learning::context_size) continue;
    const auto action = static_cast<std::size_t>(known - rules.strategies.begin());
    all.push_back({{l.features, {action, l.propensity}}, *reward, std::nullopt});
  }
  return all;
}

policy_estimate named(const char* name, const learning::interval& i) {
  return {name, i.value, i.low, i.high};
}

} // namespace

policy_evaluation value_of(const learning::fold_rules& rules, std::span<const learning::lesson> lessons) {
  const auto log = experiences(rules, lessons);
  auto result = policy_evaluation{rules.policy, log.size(), std::nullopt, {}, {}};
  if (log.empty()) {
    result.refused = "no decision was learned";
    return result;
  }
  const auto predicted = learning::predict_rewards(log, rules.options.space, rules.strategies.size());
  const auto target = learning::distributions(log, learning::make_policy(rules.policy, rules.options));
  const auto told = learning::evaluate(log, target, predicted);
  if (const auto* why = std::get_if<learning::refusal>(&told)) {
    result.refused = why->reason;
    return result;
  }
  const auto& values = std::get<learning::off_policy_values>(told);
  result.effective_decisions = values.effective_sample_size;
  result.estimates = {named("ips", values.ips), named("snips", values.snips), named("dr", values.dr),
                      named("switch_dr", values.switch_dr)};
  return result;
}

} // namespace troupe::evaluator
