#pragma once
#include "messages/wire/event.hpp"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace troupe::storage {

/// A turn's events as one CBOR value (RFC 8949): an array that holds [id, type, name, text] for each event.
/// The turn's id is not repeated: it stands in the row that keeps the blob.
[[nodiscard]] std::vector<std::uint8_t> encode_events(std::span<const event>);

/// The events of that blob; the others of it than `wanted` are checked and left out. Throws storage::error if
/// it is anything else than what encode_events writes.
[[nodiscard]] std::vector<event> decode_events(
    std::span<const std::uint8_t>, std::string_view turn_id,
    bool (*wanted)(event_type) noexcept = [](event_type) noexcept { return true; });

} // namespace troupe::storage
