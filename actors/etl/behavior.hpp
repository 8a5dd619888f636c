#pragma once
#include "actors/etl/interface.hpp"
#include "actors/etl/job.hpp"
#include "actors/etl/schedule.hpp"
#include "actors/knowledge/interface.hpp"
#include "actors/store/interface.hpp"
#include "actors/timer/interface.hpp"
#include "config/settings.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace troupe::etl {

struct options {
  const config::settings* settings;
  timer::handle timer;
  knowledge::handle knowledge;
  store::writer writer;
  store::log_reader log_reader;
  std::function<timestamp()> wall_clock;
};

class state {
public:
  static constexpr const char* name = "etl";

  void start(handle::stateful_pointer<state>, const options&);

  void start_due();
  [[nodiscard]] job_list list() const;
  found_job run(const std::string& called);
  found_job cancel(const std::string& called);

private:
  struct entry {
    job what;
    std::deque<job_run> runs; ///< newest first
    bool cancelled = false;   ///< of the run under way
  };

  void begin(std::size_t which, run_trigger);
  void end(std::size_t which, job_result);
  void arm();
  [[nodiscard]] bool runs_now(std::size_t which) const { return !due_->due(which); }
  [[nodiscard]] job_view view(std::size_t which) const;
  [[nodiscard]] std::optional<std::size_t> find(const std::string& called) const;

  handle::stateful_pointer<state> self_ = nullptr;
  std::optional<options> with_;
  std::vector<entry> jobs_;
  std::optional<schedule> due_;
};

/// Runs every job at once, and then each at its interval.
handle::behavior_type behavior(handle::stateful_pointer<state>, const options&);

} // namespace troupe::etl
