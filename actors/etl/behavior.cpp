#include "actors/etl/behavior.hpp"

#include "messages/error.hpp"
#include "telemetry/log.hpp"

namespace troupe::etl {
namespace {

job sync_documents(const options& with) {
  return {
      "sync_documents", with.settings->auto_sync_interval,
      [knowledge = with.knowledge](handle::pointer self, const std::function<void(const failure&)>& ended) {
        self->request(knowledge, caf::infinite, sync_knowledge{})
            .then([ended](const sync_status&) { ended({}); },
                  [ended](const caf::error& e) { ended(to_failure(e)); });
      }};
}

/// The table of jobs: a new one is a new row.
std::vector<job> jobs(const options& with) { return {sync_documents(with)}; }

void arm(handle::stateful_pointer<state> self, const timer::handle& timer) {
  if (const auto at = self->state.due->next()) self->send(timer, timer::arm{handle{self}, *at});
}

void end(handle::stateful_pointer<state> self, const timer::handle& timer, std::size_t which,
         const failure& outcome) {
  if (outcome.code != errc::none)
    log::warning("a periodic job failed",
                 {{"job", self->state.jobs[which].name}, {"reason", outcome.detail}});
  self->state.due->ended(which, self->clock().now());
  arm(self, timer);
}

void start_due(handle::stateful_pointer<state> self, const timer::handle& timer) {
  for (const auto which : self->state.due->start_due(self->clock().now()))
    self->state.jobs[which].start(self, [=](const failure& outcome) { end(self, timer, which, outcome); });
  arm(self, timer);
}

} // namespace

handle::behavior_type behavior(handle::stateful_pointer<state> self, const options& with) {
  auto& s = self->state;
  s.jobs = jobs(with);
  auto intervals = std::vector<schedule::duration>{};
  for (const auto& j : s.jobs) intervals.push_back(j.interval);
  s.due.emplace(intervals, self->clock().now(), with.settings->seed);
  self->send(self, timer_due{});
  return {
      [self, timer = with.timer](timer_due) { start_due(self, timer); },
  };
}

} // namespace troupe::etl
