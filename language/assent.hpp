#pragma once
#include <string_view>

namespace troupe::language {

/// Whether a message says yes to what it was asked and nothing else: "yes please", "sure, go ahead". One that
/// goes on about a subject is a message of its own, and "ok, thanks" ends a conversation.
[[nodiscard]] bool is_assent(std::string_view message);

} // namespace troupe::language
