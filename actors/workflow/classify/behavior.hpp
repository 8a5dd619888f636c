#pragma once
#include "actors/workflow/classify/interface.hpp"
#include "language/classifier.hpp"
#include "language/remembering_encoder.hpp"
#include "language/signals.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <optional>

namespace troupe::classify {

struct state {
  static constexpr const char* name = "classify";
  std::optional<language::remembering_encoder> encoder;
};

/// `with` and the signals outlive the actor. Encodes the text while it is at it: the turn searches with what
/// comes of it.
handle::behavior_type behavior(handle::stateful_pointer<state>, const language::classifier* with,
                               const language::signal_finder*, language::text_embedder encode = {},
                               std::size_t remembered = 0);

} // namespace troupe::classify
