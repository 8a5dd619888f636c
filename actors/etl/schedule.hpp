#pragma once
#include "messages/local/timer.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <span>
#include <vector>

namespace troupe::etl {

/// When periodic jobs run, each on its own. A job is due at once, then `interval` after its last start and up
/// to a tenth of it later, so that many machines that start together drift apart. It never overlaps itself:
/// what fell due while it ran, or while the machine slept, is skipped.
class schedule {
public:
  using duration = steady_time::duration;

  /// One job for each interval, all positive. `seed` determines every delay.
  schedule(std::span<const duration> intervals, steady_time now, std::uint64_t seed);

  /// The jobs whose time has come, by their place; each runs until it is told to have ended.
  [[nodiscard]] std::vector<std::size_t> start_due(steady_time now);
  /// Somebody started it out of turn: what was due is this run.
  void started(std::size_t job, steady_time now);
  void ended(std::size_t job, steady_time now);

  /// When a job is due next; none while nothing waits.
  [[nodiscard]] std::optional<steady_time> next() const noexcept;
  /// When this job is due; none while it runs.
  [[nodiscard]] std::optional<steady_time> due(std::size_t job) const noexcept { return jobs_[job].due; }

private:
  struct entry {
    duration interval;
    steady_time last_start;
    std::optional<steady_time> due; ///< none while it runs
  };

  [[nodiscard]] duration delay(duration interval);

  std::vector<entry> jobs_;
  std::mt19937_64 random_;
};

} // namespace troupe::etl
