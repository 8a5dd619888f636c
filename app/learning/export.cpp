#include "app/learning/commands.hpp"
#include "app/learning/log.hpp"
#include "learning/rewards.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <iostream>

namespace troupe::app::learned {
namespace {

using nlohmann::ordered_json;

constexpr std::size_t lessons_at_once = 4096;

/// The chosen action stands first, as the format wants it. Of the others' probabilities only the sum is
/// logged: they share it evenly.
ordered_json line_of(const learning::lesson& l, std::size_t action, double reward, std::size_t actions) {
  auto ranked = ordered_json::array({action + 1});
  auto probabilities = ordered_json::array({l.propensity});
  auto named = ordered_json::array();
  for (std::size_t a = 0; a < actions; ++a) {
    named.push_back({{"action", a + 1}});
    if (a == action) continue;
    ranked.push_back(a + 1);
    probabilities.push_back((1.0 - l.propensity) / static_cast<double>(actions - 1));
  }
  return {{"_label_cost", -reward},
          {"_label_probability", l.propensity},
          {"_label_Action", action + 1},
          {"_labelIndex", action},
          {"Version", "1"},
          {"EventId", "lesson_" + std::to_string(l.position)},
          {"a", std::move(ranked)},
          {"c", {{"turn", l.features}, {"_multi", std::move(named)}}},
          {"p", std::move(probabilities)}};
}

} // namespace

int export_decisions(const config::settings& s) {
  auto from = log{s};
  const auto& strategies = from.rules.strategies;
  const auto through = from.reader.head().last;
  auto after = std::uint64_t{0};
  for (auto more = through > 0; more;) {
    const auto page = from.reader.lessons_in_force(after, through, lessons_at_once);
    for (const auto& l : page.lessons) {
      after = l.position;
      const auto known = std::ranges::find(strategies, l.strategy);
      const auto reward = learning::combined(l.earned, from.rules.weights);
      if (known == strategies.end() || !reward) continue;
      std::cout << line_of(l, static_cast<std::size_t>(known - strategies.begin()), *reward,
                           strategies.size())
                       .dump()
                << '\n';
    }
    more = page.more;
  }
  std::cout.flush();
  return std::cout ? 0 : 1;
}

} // namespace troupe::app::learned
