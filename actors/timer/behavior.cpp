#include "actors/timer/behavior.hpp"

namespace troupe::timer {
namespace {

void keep_turning(handle::stateful_pointer<state> self) {
  if (self->state.turning || self->state.due->empty()) return;
  self->state.turning = true;
  self->delayed_send(self, wheel<client>::tick, timer_due{});
}

} // namespace

handle::behavior_type behavior(handle::stateful_pointer<state> self) {
  self->state.due.emplace(self->clock().now());
  return {
      [self](const arm& a) {
        self->state.due->set(a.who, a.at);
        keep_turning(self);
      },
      [self](timer_due) {
        self->state.turning = false;
        for (const auto& who : self->state.due->advance(self->clock().now())) self->send(who, timer_due{});
        keep_turning(self);
      },
  };
}

} // namespace troupe::timer
