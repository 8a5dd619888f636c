#include "actors/watcher/behavior.hpp"

#include "messages/error.hpp"
#include "telemetry/log.hpp"

#include <caf/actor_cast.hpp>
#include <caf/send.hpp>

namespace troupe::watcher {
namespace {

void arm(handle::stateful_pointer<state> self, const timer::handle& timer) {
  if (const auto at = self->state.changes->due()) self->send(timer, timer::arm{handle{self}, *at});
}

void sync_if_due(handle::stateful_pointer<state> self, const options& with) {
  auto& changes = *self->state.changes;
  if (!changes.due()) return;
  if (*changes.due() > self->clock().now()) return arm(self, with.timer);
  changes.acted();
  self->request(with.knowledge, caf::infinite, sync_knowledge{})
      .then([](const sync_status&) {}, // which says itself how it went
            [](const caf::error& e) {
              log::warning("changed documents are not synced", {{"reason", to_failure(e).detail}});
            });
}

} // namespace

handle::behavior_type behavior(handle::stateful_pointer<state> self, const options& with) {
  auto& s = self->state;
  s.changes.emplace(with.settings->watch);
  // By its address: the thread that tells must not keep the actor.
  s.watch.emplace(with.settings->documents_path, [to = caf::weak_actor_ptr{self->ctrl()}] {
    if (const auto strong = to.lock()) caf::anon_send(caf::actor_cast<handle>(strong), folder_changed{});
  });
  return {
      [self, timer = with.timer](folder_changed) {
        self->state.changes->changed(self->clock().now());
        arm(self, timer);
      },
      [self, with](timer_due) { sync_if_due(self, with); },
  };
}

} // namespace troupe::watcher
