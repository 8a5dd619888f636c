#pragma once
#include "http/bridge.hpp"
#include "http/event_stream.hpp"
#include "messages/wire/event.hpp"

#include <cstdint>

namespace troupe::http {

inline constexpr std::uint32_t stream_batch_bytes = 1 << 18;

/// Answers 200 with a stream that holds `first`, and keeps it going from there.
void open_stream(bridge_pointer, event_stream, const event_batch& first);

/// Writes what waits and asks for more; ends the stream where that is due. Nothing, if it has ended.
void pump_stream(bridge_pointer, std::uint64_t number);

} // namespace troupe::http
