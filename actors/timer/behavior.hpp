#pragma once
#include "actors/timer/interface.hpp"
#include "actors/timer/wheel.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <optional>

namespace troupe::timer {

struct state {
  static constexpr const char* name = "timer";
  std::optional<wheel<client>> due;
  bool turning = false; ///< a tick is on its way
};

handle::behavior_type behavior(handle::stateful_pointer<state>);

} // namespace troupe::timer
