#include "evaluation/contest.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace troupe::evaluation {
namespace {

struct held {
  std::size_t due = 0;
  std::vector<learning::lesson> lessons;
};

} // namespace

learning::fold_rules contest_rules(std::string champion, std::string challenger,
                                   const learning::policy_options& options) {
  auto rules = learning::fold_rules{};
  rules.policy = std::move(champion);
  rules.options = options;
  for (std::size_t s = 0; s < simulated_strategies; ++s) rules.strategies.push_back(std::to_string(s));
  rules.weights[static_cast<std::size_t>(learning::reward_kind::satisfaction)] = 1.0;
  rules.normalised = false;
  rules.challenger = std::move(challenger);
  return rules;
}

contest hold_contest(const learning::fold_rules& rules, std::uint64_t seed, std::size_t turns,
                     bool indifferent) {
  auto world = simulator{seed, turns, drift::none};
  auto random = learning::random_stream{seed, "choices"};
  auto of = learning::fold{rules};
  auto position = std::uint64_t{0};
  std::vector<held> waiting;
  std::vector<learning::lesson> current;
  for (std::size_t now = 0; now < turns && of.challenger()->won_at() == 0; ++now) {
    const auto due =
        std::ranges::stable_partition(waiting, [&](const held& h) { return h.due > now; }).begin();
    for (auto h = due; h != waiting.end(); ++h) {
      for (auto& l : h->lessons) {
        l.position = l.first_learned = ++position;
        l.number = position;
      }
      of.learn(h->lessons);
    }
    waiting.erase(due, waiting.end());

    const auto turn = world.next();
    auto l = learning::lesson{.policy = rules.policy, .features = learning::features(turn.context)};
    const auto chosen = learning::choose(of.policy(), l.features, random);
    l.strategy = rules.strategies[chosen.action];
    l.propensity = chosen.propensity;
    l.last = turn.last;
    if (turn.rewarded)
      l.earned.see(learning::reward_kind::satisfaction, turn.rewards[indifferent ? 0 : chosen.action]);
    current.push_back(std::move(l));
    if (turn.last) waiting.push_back({now + 1 + turn.delay, std::exchange(current, {})});
  }
  const auto& gain = of.challenger()->gain();
  auto result = contest{};
  if (of.challenger()->won_at() != 0) result.won_after = gain.count();
  if (gain.count() > 0) result.gain = gain.mean();
  result.gain_low = gain.lower(learning::challenger::error);
  return result;
}

} // namespace troupe::evaluation
