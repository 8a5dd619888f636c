#include "http/render_learning.hpp"

#include "http/render.hpp"

#include <algorithm>
#include <cmath>

namespace troupe::http {
namespace {

double to_six_places(double x) { return std::round(x * 1e6) / 1e6; }

/// A mean with its interval; null where there is too little to tell.
void add_mean(ordered_json& to, const learning::tally& t) {
  const auto margin = t.margin();
  to["count"] = t.count;
  to["mean_reward"] = t.count > 0 ? ordered_json(to_six_places(t.mean())) : ordered_json(nullptr);
  to["low"] = margin ? ordered_json(to_six_places(t.mean() - *margin)) : ordered_json(nullptr);
  to["high"] = margin ? ordered_json(to_six_places(t.mean() + *margin)) : ordered_json(nullptr);
}

ordered_json strategy_json(const learning::fold& of, std::size_t action) {
  auto object = ordered_json{{"name", of.rules().strategies[action]}};
  add_mean(object, of.statistics().of_action(action));
  return object;
}

ordered_json groups_json(const learning::fold& of, std::size_t action) {
  auto groups = ordered_json::array();
  for (std::size_t g = 0; g < language::intent_group_names.size(); ++g) {
    auto object = ordered_json{{"group", language::intent_group_names[g]}};
    add_mean(object, of.statistics().of(action, g));
    groups.push_back(std::move(object));
  }
  return groups;
}

/// Of the policies that explore at a set rate; null for those that draw from a distribution of their own.
ordered_json exploration(const learning::fold& of) {
  const auto& policy = of.rules().policy;
  if (policy == "epsilon_greedy" || policy == "q_learning") return of.rules().options.exploration_rate;
  if (policy == "fixed") return 0.0;
  return nullptr;
}

ordered_json challenger_json(const policy_report& r) {
  const auto& of = r.fold->challenger();
  if (!of) return nullptr;
  const auto& gain = of->gain();
  const bool known = gain.count() > 0;
  return {{"policy", r.fold->rules().challenger},
          {"apprentice", r.apprentice},
          {"conversations", gain.count()},
          {"agreement", known ? ordered_json(to_six_places(of->agreement())) : ordered_json(nullptr)},
          {"gain", known ? ordered_json(to_six_places(gain.mean())) : ordered_json(nullptr)},
          {"gain_low", to_six_places(gain.lower(learning::challenger::error))},
          {"better", of->won_at() != 0}};
}

ordered_json guard_json(const learning::fold& f) {
  const auto& of = f.guard();
  if (!of) return nullptr;
  const auto rate = [](double value, std::uint64_t count) {
    return count > 0 ? ordered_json(to_six_places(value)) : ordered_json(nullptr);
  };
  const auto before = of->count_before();
  const auto since = of->since().count();
  return {{"replaced", f.rules().replaced},
          {"before",
           {{"conversations", before},
            {"escalated", rate(of->rate_before(), before)},
            {"high", to_six_places(of->ceiling())}}},
          {"since",
           {{"conversations", since},
            {"escalated", rate(of->since().mean(), since)},
            {"low", to_six_places(of->floor())}}},
          {"worse", of->tripped_at() != 0}};
}

} // namespace

ordered_json policy_json(const policy_report& r) {
  const auto& of = *r.fold;
  auto strategies = ordered_json::array();
  for (std::size_t a = 0; a < of.rules().strategies.size(); ++a) strategies.push_back(strategy_json(of, a));
  auto promotions = ordered_json::array();
  for (const auto& p : r.promotions) promotions.push_back(promotion_json(p));
  return {{"policy", of.rules().policy},
          {"configured", r.configured},
          {"version", r.version},
          {"decisions", of.decisions()},
          {"skipped", of.skipped()},
          {"left_to_rebuild", of.left_to_rebuild()},
          {"behind", r.lessons - std::min(r.lessons, of.position())},
          {"exploration_rate", exploration(of)},
          {"strategies", std::move(strategies)},
          {"challenger", challenger_json(r)},
          {"guard", guard_json(of)},
          {"promotions", std::move(promotions)}};
}

ordered_json learning_metrics_json(const policy_report& r) {
  const auto& of = *r.fold;
  auto strategies = ordered_json::array();
  for (std::size_t a = 0; a < of.rules().strategies.size(); ++a) {
    auto object = strategy_json(of, a);
    object["by_group"] = groups_json(of, a);
    strategies.push_back(std::move(object));
  }
  auto rewards = ordered_json::array();
  for (std::size_t k = 0; k < learning::reward_kinds; ++k) {
    auto object = ordered_json{{"kind", learning::reward_names[k]}, {"weight", of.rules().weights[k]}};
    add_mean(object, of.statistics().of_kind(static_cast<learning::reward_kind>(k)));
    rewards.push_back(std::move(object));
  }
  return {{"decisions", of.decisions()},
          {"exploration_rate", exploration(of)},
          {"strategies", std::move(strategies)},
          {"rewards", std::move(rewards)}};
}

ordered_json evaluation_json(const policy_evaluation& e) {
  auto estimates = ordered_json::object();
  for (const auto& of : e.estimates)
    estimates[of.name] = {
        {"value", to_six_places(of.value)}, {"low", to_six_places(of.low)}, {"high", to_six_places(of.high)}};
  return {{"policy", e.policy},
          {"n", e.decisions},
          {"effective_n", e.effective_decisions ? ordered_json(to_six_places(*e.effective_decisions))
                                                : ordered_json(nullptr)},
          {"estimates", e.estimates.empty() ? ordered_json(nullptr) : std::move(estimates)},
          {"refused", e.refused.empty() ? ordered_json(nullptr) : ordered_json(e.refused)}};
}

ordered_json promotion_json(const learning::promotion& p) {
  return {
      {"policy", p.policy}, {"replaced", p.replaced}, {"reason", learning::name(p.reason)}, {"note", p.note},
      {"by", p.principal},  {"lesson", p.position},   {"at", rfc3339(p.created_at)}};
}

} // namespace troupe::http
