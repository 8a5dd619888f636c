#include "actors/evaluator/behavior.hpp"

#include "actors/evaluator/values.hpp"
#include "config/learning_rules.hpp"
#include "messages/error.hpp"
#include "storage/error.hpp"
#include "telemetry/log.hpp"

#include <algorithm>

namespace troupe::evaluator {
namespace {

constexpr std::size_t lessons_at_once = 4096;

/// Every decision that was learned since, with the rewards that count now.
std::vector<learning::lesson> decisions_since(storage::experience_reader& from, std::int64_t since) {
  auto all = std::vector<learning::lesson>{};
  const auto through = from.head().last;
  auto after = std::uint64_t{0};
  for (auto more = through > 0; more;) {
    auto page = from.lessons_in_force(after, through, lessons_at_once);
    more = page.more;
    for (auto& l : page.lessons) {
      after = l.position;
      if (l.learned_at >= since) all.push_back(std::move(l));
    }
    if (all.size() > 2 * most_decisions) all.erase(all.begin(), all.end() - most_decisions);
  }
  if (all.size() > most_decisions) all.erase(all.begin(), all.end() - most_decisions);
  return all;
}

} // namespace

handle::behavior_type behavior(handle::stateful_pointer<state> self, const open_log& open,
                               const options& with) {
  self->set_exception_handler([](std::exception_ptr& e) { return make_error(e); });
  self->state.log = open();
  return {
      [self, with](const evaluate_policy& asked) -> caf::result<policy_evaluation> {
        try {
          return value_of(config::rules_of(asked.policy, *with.settings, *with.strategies, *with.weights),
                          decisions_since(*self->state.log, asked.since));
        } catch (const storage::error& e) {
          log::error("the log could not be read", {{"reason", std::string_view{e.what()}}});
          return make_error(errc::store_unavailable, e.what());
        }
      },
  };
}

} // namespace troupe::evaluator
