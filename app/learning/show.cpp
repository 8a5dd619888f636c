#include "actors/learner/refold.hpp"
#include "app/learning/commands.hpp"
#include "app/learning/log.hpp"

#include <cstdio>

namespace troupe::app::learned {
namespace {

void print(const char* name, const learning::tally& t) {
  std::printf("%-22s %10llu", name, static_cast<unsigned long long>(t.count));
  if (t.count > 0) std::printf("  %.3f", t.mean());
  if (const auto margin = t.margin()) std::printf(" +- %.3f", *margin);
  std::printf("\n");
}

} // namespace

int show(const config::settings& s) {
  auto from = log{s};
  const auto fold = learner::refold(from.reader, from.rules);
  std::printf(
      "%s, version %llu: %llu decisions learned, %llu skipped, %llu corrections left to a rebuild\n\n",
      from.champion.c_str(), static_cast<unsigned long long>(fold.position() + 1),
      static_cast<unsigned long long>(fold.decisions()), static_cast<unsigned long long>(fold.skipped()),
      static_cast<unsigned long long>(fold.left_to_rebuild()));
  std::printf("%-22s %10s  %s\n", "strategy", "decisions", "mean reward (95 %)");
  for (std::size_t a = 0; a < from.rules.strategies.size(); ++a)
    print(from.rules.strategies[a].c_str(), fold.statistics().of_action(a));
  std::printf("\n%-22s %10s  %s\n", "reward", "decisions", "mean");
  for (std::size_t k = 0; k < learning::reward_kinds; ++k)
    print(std::string{learning::reward_names[k]}.c_str(),
          fold.statistics().of_kind(static_cast<learning::reward_kind>(k)));
  return 0;
}

} // namespace troupe::app::learned
