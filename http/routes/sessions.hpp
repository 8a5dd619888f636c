#pragma once
#include "http/call.hpp"

namespace troupe::http::routes {

/// Where a stream begins. Last-Event-ID wins: a browser that reconnects sends it along with the old address.
[[nodiscard]] std::uint64_t position_in(const request&);

/// POST /v1/sessions
void open_session(call);
/// GET /v1/sessions/{id}
void view_session(call);
/// GET /v1/sessions
void list_sessions(call);
/// DELETE /v1/sessions/{id}
void close_session(call);
/// POST /v1/sessions/{id}/handoff
void hand_off(call);
/// POST /v1/sessions/{id}/return
void give_back(call);
/// GET /v1/sessions/{id}/messages
void view_messages(call);
/// GET /v1/sessions/{id}/events
void stream_events(call);

} // namespace troupe::http::routes
