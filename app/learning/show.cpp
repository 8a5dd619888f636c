#include "actors/learner/refold.hpp"
#include "app/learning/commands.hpp"
#include "app/learning/log.hpp"
#include "http/render.hpp"

#include <cstdio>

namespace troupe::app::learned {
namespace {

void print(const char* name, const learning::tally& t) {
  std::printf("%-22s %10llu", name, static_cast<unsigned long long>(t.count));
  if (t.count > 0) std::printf("  %.3f", t.mean());
  if (const auto margin = t.margin()) std::printf(" +- %.3f", *margin);
  std::printf("\n");
}

void print(const learning::challenger& c, const std::string& name) {
  std::printf(
      "\nchallenger %s: would have done the same in %.1f %%; gain %.4f, at least %.4f (95 %%, at all times), "
      "by %llu conversations%s\n",
      name.c_str(), 100.0 * c.agreement(), c.gain().count() == 0 ? 0.0 : c.gain().mean(),
      c.gain().lower(learning::challenger::error), static_cast<unsigned long long>(c.gain().count()),
      c.won_at() != 0 ? ": it is better" : "");
}

void print(const learning::guard& g, const std::string& replaced) {
  std::printf(
      "\nescalated: %.4f of %llu conversations, at least %.4f; under %s %.4f of %llu, at most %.4f%s\n",
      g.since().mean(), static_cast<unsigned long long>(g.since().count()), g.floor(), replaced.c_str(),
      g.rate_before(), static_cast<unsigned long long>(g.count_before()), g.ceiling(),
      g.tripped_at() != 0 ? ": it has worsened" : "");
}

void print(const learning::promotion& p) {
  std::printf("%-27s %-10s  %s", http::rfc3339(p.created_at).c_str(),
              std::string{learning::name(p.reason)}.c_str(), p.policy.c_str());
  if (!p.replaced.empty()) std::printf(" for %s", p.replaced.c_str());
  if (!p.principal.empty()) std::printf(", by %s", p.principal.c_str());
  if (!p.note.empty()) std::printf(": %s", p.note.c_str());
  std::printf("\n");
}

} // namespace

int show(const config::settings& s) {
  auto from = log{s};
  const auto fold = learner::refold(from.reader, from.rules);
  std::printf(
      "%s, version %llu: %llu decisions learned, %llu skipped, %llu corrections left to a rebuild\n\n",
      from.rules.policy.c_str(), static_cast<unsigned long long>(fold.position()) + 1,
      static_cast<unsigned long long>(fold.decisions()), static_cast<unsigned long long>(fold.skipped()),
      static_cast<unsigned long long>(fold.left_to_rebuild()));
  std::printf("%-22s %10s  %s\n", "strategy", "decisions", "mean reward (95 %)");
  for (std::size_t a = 0; a < from.rules.strategies.size(); ++a)
    print(from.rules.strategies[a].c_str(), fold.statistics().of_action(a));
  std::printf("\n%-22s %10s  %s\n", "reward", "decisions", "mean");
  for (std::size_t k = 0; k < learning::reward_kinds; ++k)
    print(std::string{learning::reward_names[k]}.c_str(),
          fold.statistics().of_kind(static_cast<learning::reward_kind>(k)));
  if (const auto& c = fold.challenger()) print(*c, from.rules.challenger);
  if (const auto& g = fold.guard()) print(*g, from.rules.replaced);
  if (!from.promotions.empty()) std::printf("\n%-27s %-10s  %s\n", "switched", "reason", "policy");
  for (const auto& p : from.promotions) print(p);
  return 0;
}

} // namespace troupe::app::learned
