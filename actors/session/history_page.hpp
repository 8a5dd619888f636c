#pragma once
#include "messages/wire/gateway.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace troupe::session {

/// The turn that a message_id belongs to: 7 for "msg_7a"; none if it is no message_id.
[[nodiscard]] std::optional<std::uint64_t> turn_of(std::string_view message_id) noexcept;

/// Cuts a page out of `messages` (oldest first): the last `limit` before `before`, or the last ones where it
/// is empty.
[[nodiscard]] history_page page_of(std::vector<message> messages, std::string_view before, std::size_t limit);

} // namespace troupe::session
