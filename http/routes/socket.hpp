#pragma once
#include "http/call.hpp"

namespace troupe::http::routes {

/// The session's events as stream_events() sends them, over a WebSocket on which the client speaks as well.
void open_socket(call);

/// Returns each message as it came, where TROUPE_WS_ECHO allows it.
void echo_socket(call);

} // namespace troupe::http::routes
