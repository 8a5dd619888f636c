#include "actors/etl/behavior.hpp"

#include "actors/etl/jobs.hpp"
#include "messages/error.hpp"
#include "telemetry/log.hpp"

#include <algorithm>
#include <utility>

namespace troupe::etl {
namespace {

constexpr std::size_t runs_remembered = 20;

} // namespace

void state::start(handle::stateful_pointer<state> self, const options& with) {
  self_ = self;
  with_ = with;
  auto intervals = std::vector<schedule::duration>{};
  for (auto& what : jobs(with)) {
    intervals.push_back(what.interval);
    jobs_.push_back({std::move(what), {}, false});
  }
  due_.emplace(intervals, self_->clock().now(), with.settings->seed);
  self_->send(self_, timer_due{});
}

void state::start_due() {
  for (const auto which : due_->start_due(self_->clock().now()))
    begin(which, jobs_[which].runs.empty() ? run_trigger::start : run_trigger::schedule);
  arm();
}

void state::begin(std::size_t which, run_trigger trigger) {
  auto& j = jobs_[which];
  j.cancelled = false;
  j.runs.push_front({.started_at = with_->wall_clock(), .trigger = trigger});
  if (j.runs.size() > runs_remembered) j.runs.pop_back();
  j.what.start(self_, {[this, which] { return jobs_[which].cancelled; },
                       [this, which](job_result r) { end(which, std::move(r)); }});
}

void state::end(std::size_t which, job_result result) {
  auto& j = jobs_[which];
  auto& run = j.runs.front();
  const auto failed = result.why.code != errc::none;
  if (failed && !j.cancelled)
    log::warning("a periodic job failed", {{"job", j.what.name}, {"reason", result.why.detail}});
  run.ended_at = with_->wall_clock();
  run.outcome = j.cancelled ? run_outcome::cancelled : failed ? run_outcome::failed : run_outcome::done;
  run.counts = std::move(result.counts);
  run.reason = std::move(result.why.detail);
  due_->ended(which, self_->clock().now());
  arm();
}

void state::arm() {
  if (const auto at = due_->next()) self_->send(with_->timer, timer::arm{handle{self_}, *at});
}

job_list state::list() const {
  auto all = job_list{};
  for (std::size_t i = 0; i < jobs_.size(); ++i) all.jobs.push_back(view(i));
  return all;
}

job_view state::view(std::size_t which) const {
  const auto& j = jobs_[which];
  auto seen = job_view{j.what.name, 0, {j.runs.begin(), j.runs.end()}};
  if (const auto at = due_->due(which)) {
    const auto left = std::chrono::duration_cast<std::chrono::microseconds>(*at - self_->clock().now());
    seen.next_run = with_->wall_clock() + std::max<timestamp>(left.count(), 0);
  }
  return seen;
}

std::optional<std::size_t> state::find(const std::string& called) const {
  const auto hit = std::ranges::find_if(jobs_, [&](const entry& j) { return j.what.name == called; });
  if (hit == jobs_.end()) return std::nullopt;
  return static_cast<std::size_t>(hit - jobs_.begin());
}

found_job state::run(const std::string& called) {
  const auto which = find(called);
  if (!which) return {};
  if (!runs_now(*which)) {
    due_->started(*which, self_->clock().now());
    begin(*which, run_trigger::request);
  }
  return {view(*which)};
}

found_job state::cancel(const std::string& called) {
  const auto which = find(called);
  if (!which) return {};
  auto& j = jobs_[*which];
  if (runs_now(*which) && !std::exchange(j.cancelled, true) && j.what.cancel) j.what.cancel(self_);
  return {view(*which)};
}

handle::behavior_type behavior(handle::stateful_pointer<state> self, const options& with) {
  auto& s = self->state;
  s.start(self, with);
  return {
      [&s](list_jobs) { return s.list(); },
      [&s](const run_job& r) { return s.run(r.name); },
      [&s](const cancel_job& c) { return s.cancel(c.name); },
      [&s](timer_due) { s.start_due(); },
  };
}

} // namespace troupe::etl
