#include "learning/reward_scale.hpp"

#include <algorithm>
#include <limits>

namespace troupe::learning {

void reward_scale::see(double reward, std::uint64_t position) {
  if (steps_.empty()) return steps_.push_back({position, reward, reward});
  const auto& now = steps_.back();
  if (reward >= now.least && reward <= now.greatest) return;
  steps_.push_back({position, std::min(now.least, reward), std::max(now.greatest, reward)});
}

double reward_scale::normalised(double reward, std::uint64_t position) const {
  const auto after = std::ranges::upper_bound(steps_, position, {}, &step::from);
  if (after == steps_.begin()) return 0.5;
  const auto& by = *std::prev(after);
  if (by.greatest == by.least) return 0.5;
  return std::clamp((reward - by.least) / (by.greatest - by.least), 0.0, 1.0);
}

void reward_scale::save(checkpoint_writer& out) const {
  out.put(std::uint64_t{steps_.size()});
  for (const auto& s : steps_) {
    out.put(s.from);
    out.put(s.least);
    out.put(s.greatest);
  }
}

reward_scale reward_scale::load(checkpoint_reader& in) {
  auto scale = reward_scale{};
  for (auto left = in.whole(); left > 0; --left) {
    const auto from = in.whole();
    const auto least = in.number();
    scale.steps_.push_back({from, least, in.number()});
  }
  return scale;
}

} // namespace troupe::learning
