#pragma once
#include "actors/workflow/get_context/interface.hpp"
#include "language/remembering_encoder.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <cstddef>
#include <optional>

namespace troupe::get_context {

struct state {
  static constexpr const char* name = "get_context";
  std::optional<language::remembering_encoder> encoder;
};

/// `budget`: the tokens of context that an answer may be made of.
handle::behavior_type behavior(handle::stateful_pointer<state>, std::size_t budget,
                               language::text_embedder encode = {}, std::size_t remembered = 0);

} // namespace troupe::get_context
