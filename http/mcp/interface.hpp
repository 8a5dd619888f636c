#pragma once
#include "messages/local/wiring.hpp"

#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/fwd.hpp>
#include <caf/replies_to.hpp>
#include <caf/typed_actor.hpp>

namespace troupe::http::mcp {

struct said;           // a message of a client
struct follow;         // a client wants to hear what it has not asked for
struct leave;          // a client ends its session
struct outlet_changed; // a stream may be over

/// All sessions and streams of MCP in the process, and the asking of actors on their behalf. The messages
/// stand in http/mcp/server.hpp.
using server = caf::typed_actor<caf::reacts_to<use_wiring>, caf::reacts_to<said>, caf::reacts_to<follow>,
                                caf::reacts_to<leave>, caf::reacts_to<outlet_changed>>;

} // namespace troupe::http::mcp

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::http::mcp::said)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::http::mcp::follow)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::http::mcp::leave)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::http::mcp::outlet_changed)
