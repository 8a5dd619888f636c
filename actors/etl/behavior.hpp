#pragma once
#include "actors/etl/interface.hpp"
#include "actors/etl/schedule.hpp"
#include "actors/knowledge/interface.hpp"
#include "actors/timer/interface.hpp"
#include "config/settings.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace troupe::etl {

struct options {
  const config::settings* settings;
  timer::handle timer;
  knowledge::handle knowledge;
};

/// A row of the table of jobs.
struct job {
  std::string name;
  schedule::duration interval;
  /// Starts one run from within the scheduler, and calls `ended` with its outcome when it is over.
  std::function<void(handle::pointer, const std::function<void(const failure&)>& ended)> start;
};

struct state {
  static constexpr const char* name = "etl";
  std::vector<job> jobs;
  std::optional<schedule> due;
};

/// Runs every job at once, and then each at its interval.
handle::behavior_type behavior(handle::stateful_pointer<state>, const options&);

} // namespace troupe::etl
