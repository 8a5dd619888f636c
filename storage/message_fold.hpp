#pragma once
#include "messages/wire/message.hpp"
#include "messages/wire/turn_record.hpp"

#include <vector>

namespace troupe::storage {

/// A turn as messages, oldest first: the customer's in every state, at the turn's created_at; then, if the
/// turn was answered, those that the text events of its last attempt spell, at its ended_at. A turn that no
/// customer's message began (an agent's) has an empty `message` and begins with its text events.
[[nodiscard]] std::vector<message> messages_of(const turn_record&);

} // namespace troupe::storage
