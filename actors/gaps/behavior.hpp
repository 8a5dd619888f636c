#pragma once
#include "actors/embeddings/interface.hpp"
#include "actors/gaps/interface.hpp"
#include "actors/store/interface.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

namespace troupe::gaps {

struct options {
  store::log_reader log_reader;
  embeddings::handle embeddings; ///< null: questions are compared by their words
};

struct state {
  static constexpr const char* name = "gaps";
};

/// Computes for up to a second over the questions of a busy day: in a thread of its own.
handle::behavior_type behavior(handle::stateful_pointer<state>, const options&);

} // namespace troupe::gaps
