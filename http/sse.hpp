#pragma once
#include "messages/wire/event.hpp"

#include <string>
#include <string_view>

namespace troupe::http {

/// A comment line: tells a client, and what stands between, that the stream lives.
inline constexpr std::string_view sse_heartbeat = ": keep-alive\n\n";

/// The JSON object of an event, as the interface documents it. What the engine rendered, the answer object
/// and custom values, stands in it byte for byte.
[[nodiscard]] std::string event_json(const event&, std::string_view session_id);

/// One server-sent event (HTML standard, "Server-sent events"): `id:` and one line `data:` with its JSON
/// object.
[[nodiscard]] std::string sse(const event&, std::string_view session_id);

} // namespace troupe::http
