#include "learning/rewards.hpp"

#include <algorithm>

namespace troupe::learning {
namespace {

constexpr double avoided = 0.8;
constexpr double solved = 0.9;
constexpr double few_questions = 0.7;
constexpr double quick_seconds = 3.0;
constexpr double time_scale = 5.0;
constexpr std::uint32_t follow_ups_allowed = 1;

double quickness(double seconds) {
  if (seconds >= quick_seconds) return 0.0;
  return seconds <= 0.0 ? 1.0 : std::min(1.0, time_scale / seconds);
}

rewards seen_by(const episode_turn& answered, const signals* next, std::uint32_t follow_ups,
                episode_end how) {
  rewards earned;
  earned.see(reward_kind::response_time, quickness(answered.response_seconds));
  const bool escalated = how == episode_end::escalated || (next && next->asked_for_human);
  earned.see(reward_kind::escalation_avoided, escalated ? 0.0 : avoided);
  earned.see(reward_kind::follow_up_reduced, follow_ups <= follow_ups_allowed ? few_questions : 0.0);
  if (next) earned.see(reward_kind::satisfaction, (next->sentiment + 1.0) / 2.0);
  const bool resolved = how == episode_end::resolved || (next && next->resolved);
  if (resolved || next) earned.see(reward_kind::resolution_success, resolved ? solved : 0.0);
  return earned;
}

} // namespace

std::vector<rewards> rewards_of(std::span<const episode_turn> turns, episode_end how) {
  std::vector<feedback> said;
  for (const auto& t : turns) said.push_back(t.said);
  const auto of_episode = joined(said);
  std::vector<rewards> all(turns.size());
  std::uint32_t follow_ups = 0;
  for (std::size_t i = 0; i < turns.size(); ++i) {
    const auto* next = i + 1 < turns.size() && turns[i + 1].seen ? &*turns[i + 1].seen : nullptr;
    if (next) follow_ups += next->questions;
    if (turns[i].decided)
      all[i] = with_feedback(seen_by(turns[i], next, follow_ups, how), turns[i].said, of_episode);
  }
  return all;
}

rewards with_feedback(rewards earned, const feedback& own, const feedback& of_episode) {
  if (own.thumbs) earned.state(reward_kind::thumbs, *own.thumbs);
  if (of_episode.csat) earned.state(reward_kind::csat, (*of_episode.csat - 1.0) / 4.0);
  if (of_episode.resolved) earned.state(reward_kind::resolution_success, *of_episode.resolved ? solved : 0.0);
  if (of_episode.escalated)
    earned.state(reward_kind::escalation_avoided, *of_episode.escalated ? 0.0 : avoided);
  return earned;
}

feedback joined(std::span<const feedback> of_turns) {
  feedback all;
  for (const auto& f : of_turns) {
    if (f.csat) all.csat = f.csat;
    if (f.resolved) all.resolved = f.resolved;
    if (f.escalated) all.escalated = f.escalated;
  }
  return all;
}

std::optional<double> combined(const rewards& earned, const reward_weights& weights) {
  auto sum = 0.0;
  auto weight = 0.0;
  for (std::size_t k = 0; k < reward_kinds; ++k) {
    if (!earned.values[k] || weights[k] == 0.0) continue;
    sum += weights[k] * *earned.values[k];
    weight += weights[k];
  }
  if (weight == 0.0) return std::nullopt;
  return sum / weight;
}

} // namespace troupe::learning
