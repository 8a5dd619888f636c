#include "evaluation/simulation.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace troupe::evaluation {
namespace {

constexpr std::size_t window = 100;
constexpr double as_good = 1.2;

/// Rewards that are under way, and when they come.
struct session {
  std::size_t due = 0;
  std::vector<learning::experience> rewarded;
};

double mean(std::span<const double> of) {
  return std::reduce(of.begin(), of.end()) / static_cast<double>(of.size());
}

} // namespace

simulation simulate(learning::policy policy, std::uint64_t seed, std::size_t turns, drift kind) {
  auto world = simulator{seed, turns, kind};
  auto random = learning::random_stream{seed, "choices"};
  auto result = simulation{};
  std::vector<session> waiting;
  std::vector<std::pair<learning::experience, bool>> current; ///< and whether its reward is ever known
  for (std::size_t now = 0; now < turns; ++now) {
    const auto due = std::ranges::stable_partition(waiting, [&](const session& s) { return s.due > now; });
    for (const auto& s : due)
      for (const auto& one : s.rewarded) learning::learn(policy, one);
    waiting.erase(due.begin(), due.end());

    const auto turn = world.next();
    const auto features = learning::features(turn.context);
    const auto chosen = learning::choose(policy, features, random);
    const auto reward = turn.rewards[chosen.action];
    result.reward += reward / static_cast<double>(turns);
    result.regrets.push_back(std::ranges::max(turn.values) - turn.values[chosen.action]);

    if (!current.empty()) current.back().first.next = features;
    current.push_back({{{features, chosen}, reward, {}}, turn.rewarded});
    if (!turn.last) continue;
    auto ended = session{now + 1 + turn.delay, {}};
    for (auto& [experience, rewarded] : current)
      if (rewarded) ended.rewarded.push_back(std::move(experience));
    waiting.push_back(std::move(ended));
    current.clear();
  }
  return result;
}

std::optional<std::size_t> recovery(std::span<const double> regrets, drift_span span) {
  if (span.begin < window) return {};
  const auto before = mean(regrets.subspan(span.begin - window, window));
  for (auto end = span.end + window; end <= regrets.size(); ++end)
    if (mean(regrets.subspan(end - window, window)) <= as_good * before) return end - span.end;
  return {};
}

} // namespace troupe::evaluation
