#pragma once
#include "messages/wire/message.hpp"

#include <span>
#include <string>
#include <string_view>

namespace troupe::storage {

/// The thread behind one more message: SHA-256 over the thread before it, who spoke and the words. Clients
/// that keep no session_id but send the whole conversation again find their session by it. Lower-case hex.
[[nodiscard]] std::string thread_after(std::string_view thread, role from, std::string_view text);

/// The thread of a whole conversation; of an empty one, that with which each begins.
[[nodiscard]] std::string thread_of(std::span<const said>);

} // namespace troupe::storage
