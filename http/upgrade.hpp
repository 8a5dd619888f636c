#pragma once
#include "http/cors.hpp"
#include "http/framing/message.hpp"

#include <string>
#include <string_view>

namespace troupe::http {

/// The subprotocol that the server speaks; a browser offers it beside "bearer.KEY", as it cannot send
/// headers.
inline constexpr std::string_view websocket_protocol = "troupe.v1";

/// The answer to a request that wants to become a WebSocket (RFC 6455 §4.2): 101 with the headers that agree,
/// or a refusal: 400 and 426 where it is no such request, 403 for a page of an origin that is neither our own
/// nor one that may call; for WebSockets, browsers leave that to the server.
[[nodiscard]] response upgrade(const request&, const cors&);

/// Sec-WebSocket-Accept for a Sec-WebSocket-Key.
[[nodiscard]] std::string accept_of(std::string_view key);

} // namespace troupe::http
