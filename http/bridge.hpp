#pragma once
#include "actors/wiring.hpp"
#include "http/environment.hpp"
#include "http/event_stream.hpp"
#include "http/framing/message.hpp"
#include "http/transport/responder.hpp"
#include "messages/local/wiring.hpp"

#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/stateful_actor.hpp>
#include <caf/typed_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <unordered_map>

namespace troupe::http {

/// A whole request, on its way from a reactor to its bridge.
struct arrival {
  request asked;
  responder to;
};

/// The reader of a stream has caught up or has gone, or the server drains.
struct stream_changed {
  std::uint64_t number = 0;
};

/// One for each reactor: calls the handlers of the routes, which ask the actors and answer the client.
using bridge =
    caf::typed_actor<caf::reacts_to<use_wiring>, caf::reacts_to<arrival>, caf::reacts_to<stream_changed>>;

struct bridge_state {
  static constexpr const char* name = "http_bridge";

  const environment* env = nullptr;
  std::shared_ptr<const wiring> with; ///< none before the supervisor has sent the first
  std::unordered_map<std::uint64_t, event_stream> streams;
  std::uint64_t last_stream = 0;
  std::size_t asked = 0; ///< spreads what is asked of pools
};
using bridge_pointer = bridge::stateful_pointer<bridge_state>;

bridge::behavior_type bridge_behavior(bridge_pointer, const environment*);

} // namespace troupe::http

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::http::arrival)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::http::stream_changed)
