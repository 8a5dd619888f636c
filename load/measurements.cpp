#include "load/measurements.hpp"

#include <numeric>

namespace troupe::load {
namespace {

constexpr std::size_t most_described = 10;

void add(counts& to, const counts& from) {
  for (const auto& [kind, count] : from) to[kind] += count;
}

} // namespace

std::uint64_t sum(const counts& all) noexcept {
  return std::accumulate(all.begin(), all.end(), std::uint64_t{0},
                         [](std::uint64_t total, const auto& one) { return total + one.second; });
}

void fault_log::record(const fault& f) {
  ++by_kind[std::string{name(f.kind)}];
  if (described.size() < most_described) described.push_back(std::string{name(f.kind)} + ": " + f.detail);
}

void fault_log::merge(const fault_log& other) {
  add(by_kind, other.by_kind);
  for (const auto& text : other.described)
    if (described.size() < most_described) described.push_back(text);
}

void measurements::merge(const measurements& other) {
  starts += other.starts;
  unsent += other.unsent;
  latency.merge(other.latency);
  service.merge(other.service);
  first_event.merge(other.first_event);
  first_text.merge(other.first_text);
  text_gap.merge(other.text_gap);
  refusal.merge(other.refusal);
  add(refused, other.refused);
  add(errors, other.errors);
  wrong.merge(other.wrong);
  elapsed += other.elapsed;
}

double measurements::answers_per_second() const noexcept {
  const auto seconds = std::chrono::duration<double>(elapsed).count();
  return seconds > 0 ? static_cast<double>(latency.count()) / seconds : 0;
}

bool held(const measurements& m, measurements::duration bound) noexcept {
  return m.starts > 0
         && static_cast<double>(m.latency.count_up_to(bound)) >= 0.99 * static_cast<double>(m.starts);
}

} // namespace troupe::load
