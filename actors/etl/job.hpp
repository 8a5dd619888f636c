#pragma once
#include "actors/etl/interface.hpp"
#include "actors/etl/schedule.hpp"
#include "messages/wire/errc.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace troupe::etl {

/// How a run ended: with a failure, or done.
struct job_result {
  failure why;
  std::vector<std::pair<std::string, std::size_t>> counts;
};

/// What a run under way holds of its job.
struct run_control {
  std::function<bool()> cancelled; ///< to be asked between steps
  std::function<void(job_result)> ended;
};

/// A row of the table of jobs.
struct job {
  std::string name;
  schedule::duration interval;
  /// Starts one run from within the scheduler.
  std::function<void(handle::pointer, const run_control&)> start;
  /// Tells those who work on the run to leave off; null where the run itself looks at `cancelled`.
  std::function<void(handle::pointer)> cancel;
};

} // namespace troupe::etl
