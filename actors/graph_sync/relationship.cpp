#include "actors/graph_sync/relationship.hpp"

#include <algorithm>
#include <cstddef>
#include <span>

namespace troupe::graph_sync {
namespace {

constexpr timestamp day = 86'400'000'000;

bool escalated_lately(std::span<const customer_session> sessions) {
  const auto lately = sessions.last(std::min<std::size_t>(3, sessions.size()));
  return std::ranges::count(lately, session_end::escalated, &customer_session::end) >= 2;
}

timestamp last_sign_of(const customer_history& of) {
  const auto last = of.sessions.back().started_at;
  return of.messages.empty() ? last : std::max(last, of.messages.back().at);
}

timestamp longest_pause(std::span<const customer_session> sessions) {
  auto longest = timestamp{0};
  for (std::size_t i = 1; i < sessions.size(); ++i)
    longest = std::max(longest, sessions[i].started_at - sessions[i - 1].started_at);
  return longest;
}

} // namespace

std::string_view relationship_stage(const customer_history& of, double satisfaction) {
  const auto& sessions = of.sessions;
  if (sessions.size() < 2) return "new";
  if (satisfaction < 0.35 || escalated_lately(sessions)) return "at_risk";
  const auto known_for = sessions.back().started_at - sessions.front().started_at;
  return sessions.size() >= 5 && known_for >= 30 * day && satisfaction >= 0.6 ? "loyal" : "active";
}

bool churn_warning(const customer_history& of, double satisfaction, timestamp now) {
  if (relationship_stage(of, satisfaction) == "at_risk") return true;
  if (of.sessions.size() < 3) return false;
  const auto silent = now - last_sign_of(of);
  return silent > 30 * day && silent > 3 * longest_pause(of.sessions);
}

} // namespace troupe::graph_sync
