#pragma once
#include "http/bridge.hpp"
#include "http/event_stream.hpp"
#include "messages/wire/event.hpp"

#include <cstdint>
#include <string>

namespace troupe::http {

[[nodiscard]] response sse_head();

inline constexpr std::uint32_t stream_batch_bytes = 1 << 18;

/// Answers with `head`, by itself that of server-sent events, and a stream that holds `first`; keeps it going
/// from there.
void open_stream(bridge_pointer, event_stream, const event_batch& first, response head = sse_head());

/// Says something on a WebSocket besides the events. Nothing, if it has ended.
void say_in_stream(bridge_pointer, std::uint64_t number, std::string text);

/// Writes what waits and asks for more; ends the stream where that is due. Nothing, if it has ended.
void pump_stream(bridge_pointer, std::uint64_t number);

} // namespace troupe::http
