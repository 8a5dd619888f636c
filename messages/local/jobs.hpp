#pragma once
#include "messages/wire/errc.hpp"
#include "messages/wire/time.hpp"

#include <caf/allowed_unsafe_message_type.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// The periodic jobs, as operators see them.
namespace troupe {

enum class run_outcome : std::uint8_t { running, done, failed, cancelled };
enum class run_trigger : std::uint8_t { start, schedule, request };

struct job_run {
  timestamp started_at = 0;
  timestamp ended_at = 0; ///< 0: it runs
  run_trigger trigger = run_trigger::schedule;
  run_outcome outcome = run_outcome::running;
  std::vector<std::pair<std::string, std::size_t>> counts; ///< what it did, by name
  std::string reason;                                      ///< why it is not done; empty otherwise

  bool operator==(const job_run&) const = default;
};
struct job_view {
  std::string name;
  timestamp next_run = 0;    ///< 0: when the run under way has ended
  std::vector<job_run> runs; ///< the latest, newest first; the first may be under way
};

struct list_jobs {};
struct job_list {
  std::vector<job_view> jobs;
};
/// Begins a run now, or joins the one under way.
struct run_job {
  std::string name;
};
/// Asks the run under way, if any, to end at its next step.
struct cancel_job {
  std::string name;
};
struct found_job {
  std::optional<job_view> job; ///< none: there is none of that name
};

[[nodiscard]] inline failure unknown_job(const std::string& name) {
  return {errc::unknown_job, "there is no job " + name + "; GET /v1/jobs has the names"};
}

} // namespace troupe

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::list_jobs)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::job_list)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::run_job)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::cancel_job)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::found_job)
