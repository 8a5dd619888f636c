#include "actors/graph_sync/satisfaction.hpp"

#include <algorithm>
#include <cmath>

namespace troupe::graph_sync {
namespace {

constexpr double half_life = 90.0 * 86'400e6; // microseconds

timestamp last_of(const customer_history& of) {
  auto last = timestamp{0};
  for (const auto& m : of.messages) last = std::max(last, m.at);
  for (const auto& s : of.sessions) last = std::max(last, s.started_at);
  return last;
}

class weighted_mean {
public:
  explicit weighted_mean(timestamp last) : last_{last} {}

  void add(double value, double weight, timestamp at) {
    const auto faded = weight * std::exp2(-static_cast<double>(last_ - at) / half_life);
    sum_ += value * faded;
    weights_ += faded;
  }
  [[nodiscard]] double value() const { return sum_ / weights_; }

private:
  timestamp last_;
  double sum_ = 1.0; // 0.5 with weight 2
  double weights_ = 2.0;
};

} // namespace

double satisfaction_score(const customer_history& of) {
  auto mean = weighted_mean{last_of(of)};
  for (const auto& m : of.messages) {
    mean.add((m.sentiment + 1) / 2, 1, m.at);
    if (m.thanked) mean.add(1, 1, m.at);
  }
  for (const auto& s : of.sessions) {
    if (s.end == session_end::resolved) mean.add(1, 2, s.started_at);
    if (s.end == session_end::escalated) mean.add(0.25, 2, s.started_at);
    if (s.thumbs) mean.add(*s.thumbs, 3, s.started_at);
    if (s.csat) mean.add((*s.csat - 1) / 4, 4, s.started_at);
  }
  return mean.value();
}

} // namespace troupe::graph_sync
