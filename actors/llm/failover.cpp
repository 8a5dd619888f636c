#include "actors/llm/failover.hpp"

#include "actors/llm/backoff.hpp"

#include <algorithm>

namespace troupe::llm {

failover::step failover::next(std::span<const breaker> breakers, time now, time until) {
  while (round_ < rounds_) {
    auto soonest = time::max();
    for (std::size_t i = 0; i < tried_.size(); ++i) {
      const auto& u = tried_[i];
      if (u.out || u.round > round_ || !breakers[i].admits(now)) continue;
      const auto at = std::max(u.not_before, not_before_);
      if (at <= now) {
        tried_[i].round = round_ + 1;
        return ask{i};
      }
      soonest = std::min(soonest, at);
    }
    if (soonest != time::max()) return soonest < until ? step{pause{soonest}} : step{give_up{}};
    const auto again =
        std::ranges::any_of(tried_, [&](const attempts& u) { return !u.out && u.round > round_; });
    if (!again) return give_up{}; // the others are out, or their breakers are open
    ++round_;
    not_before_ = now + backoff(round_, random_.uniform(), {});
  }
  return give_up{};
}

void failover::failed(std::size_t upstream, const fault& why, time now) {
  auto& u = tried_[upstream];
  u.out = u.out || !may_pass(why.kind);
  if (why.retry_after) u.not_before = now + backoff(1, random_.uniform(), why.retry_after);
}

} // namespace troupe::llm
