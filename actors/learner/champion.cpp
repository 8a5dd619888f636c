#include "actors/learner/champion.hpp"

#include "config/learning_rules.hpp"

#include <array>
#include <cstdio>
#include <utility>

namespace troupe::learner {
namespace {

using learning::promotion;
using learning::promotion_reason;

constexpr std::string_view no_challenger = "none";

template <class... Numbers>
std::string text_of(const char* format, Numbers... numbers) {
  std::array<char, 256> text{};
  std::snprintf(text.data(), text.size(), format, numbers...);
  return text.data();
}

std::string note_of(const learning::challenger& c) {
  return text_of("gains %.4f of reward, at least %.4f, told by %llu conversations", c.gain().mean(),
                 c.gain().lower(learning::challenger::error),
                 static_cast<unsigned long long>(c.gain().count()));
}

std::string note_of(const learning::guard& g) {
  return text_of(
      "%.4f of %llu conversations were escalated, at least %.4f; before, %.4f of %llu, at most %.4f",
      g.since().mean(), static_cast<unsigned long long>(g.since().count()), g.floor(), g.rate_before(),
      static_cast<unsigned long long>(g.count_before()), g.ceiling());
}

} // namespace

std::string champion(const std::string& configured, std::span<const promotion> promotions) {
  if (promotions.empty() || promotions.back().configured != configured) return configured;
  return promotions.back().policy;
}

learning::fold_rules rules_in_force(const config::settings& s, const config::strategies& strategies,
                                    const learning::reward_weights& weights,
                                    std::span<const promotion> promotions) {
  auto rules = config::rules_of(champion(s.rl_policy, promotions), s, strategies, weights);
  if (s.rl_challenger != no_challenger && s.rl_challenger != rules.policy) rules.challenger = s.rl_challenger;
  if (promotions.empty() || promotions.back().configured != s.rl_policy) return rules;
  const auto& last = promotions.back();
  rules.since = last.position;
  if (last.reason == promotion_reason::better) rules.replaced = last.replaced;
  if (last.reason == promotion_reason::guarded && last.replaced == rules.challenger) rules.challenger.clear();
  return rules;
}

std::optional<promotion> due(const learning::fold& f, bool apprentice) {
  auto made = promotion{.policy = {}, .replaced = f.rules().policy};
  if (const auto& g = f.guard(); g && g->tripped_at() != 0) {
    made.policy = f.rules().replaced;
    made.note = note_of(*g);
    made.reason = promotion_reason::guarded;
    made.position = g->tripped_at();
    return made;
  }
  if (const auto& c = f.challenger(); c && c->won_at() != 0 && !apprentice) {
    made.policy = f.rules().challenger;
    made.note = note_of(*c);
    made.reason = promotion_reason::better;
    made.position = c->won_at();
    return made;
  }
  return std::nullopt;
}

} // namespace troupe::learner
