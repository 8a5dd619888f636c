#pragma once
#include "messages/wire/gateway.hpp"

#include <caf/allowed_unsafe_message_type.hpp>

#include <cstdint>
#include <memory>
#include <string>

/// What passes between the directory and a session's actor.
namespace troupe {

struct wiring; // actors/wiring.hpp

/// Where a session comes from.
struct session_origin {
  enum class kind : std::uint8_t {
    stored,  ///< its row is in the store, or there is no such session
    fresh,   ///< its id was drawn just now: nothing to load
    derived, ///< its id follows from a client_message_id: stored if this is a retry, else fresh
  };
  std::string session_id;
  kind from = kind::stored;
  std::string principal; ///< of a fresh one
};

/// Held by a turn from its admission to its end: the number of copies is the number of turns in flight.
using ticket = std::shared_ptr<const void>;

/// A chat request on its way to its session, with the handles and snapshots that its turn shall use.
struct submit_turn {
  chat_request request;
  std::shared_ptr<const wiring> with;
  ticket admission;
};

/// Finish the turn that a crash left open.
struct recover_session {
  std::shared_ptr<const wiring> with;
};

/// session -> directory: idle; may I go? From then on the directory holds what comes for it.
struct retire_request {
  std::string session_id;
};
/// directory -> session: go, unless something reached you in the meantime.
struct retire {};
/// session -> directory: something did; I stay.
struct stay {
  std::string session_id;
};

} // namespace troupe

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::submit_turn)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::recover_session)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::retire_request)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::retire)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::stay)
