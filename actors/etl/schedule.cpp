#include "actors/etl/schedule.hpp"

#include <algorithm>

namespace troupe::etl {

schedule::schedule(std::span<const duration> intervals, steady_time now, std::uint64_t seed) : random_{seed} {
  for (const auto interval : intervals) jobs_.push_back({interval, now, now});
}

std::vector<std::size_t> schedule::start_due(steady_time now) {
  auto begun = std::vector<std::size_t>{};
  for (std::size_t i = 0; i < jobs_.size(); ++i) {
    const auto& job = jobs_[i];
    if (!job.due || *job.due > now) continue;
    started(i, now);
    begun.push_back(i);
  }
  return begun;
}

void schedule::started(std::size_t job, steady_time now) {
  jobs_[job].due.reset();
  jobs_[job].last_start = now;
}

void schedule::ended(std::size_t job, steady_time now) {
  auto& run = jobs_[job];
  const auto missed = (now - run.last_start) / run.interval;
  run.due = run.last_start + (missed + 1) * run.interval + delay(run.interval);
}

std::optional<steady_time> schedule::next() const noexcept {
  auto first = std::optional<steady_time>{};
  for (const auto& job : jobs_)
    if (job.due && (!first || *job.due < *first)) first = job.due;
  return first;
}

schedule::duration schedule::delay(duration interval) {
  const auto most = static_cast<std::uint64_t>(interval.count()) / 10;
  return duration{static_cast<duration::rep>(random_() % (most + 1))};
}

} // namespace troupe::etl
