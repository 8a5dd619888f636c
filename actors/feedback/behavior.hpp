#pragma once
#include "actors/feedback/interface.hpp"
#include "actors/store/interface.hpp"
#include "telemetry/metrics.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>
#include <caf/typed_response_promise.hpp>

namespace troupe::feedback {

struct options {
  telemetry::metrics* metrics;
  store::writer writer;
  store::reader reader;
};

struct state {
  static constexpr const char* name = "feedback";
};

handle::behavior_type behavior(handle::stateful_pointer<state>, const options&);

} // namespace troupe::feedback
