#pragma once
#include "messages/wire/message.hpp"
#include "messages/wire/turn_record.hpp"

#include <string>
#include <vector>

namespace troupe::storage {

/// "msg_<seq>c": the customer's message of a turn; "msg_<seq>a": the assistant's. The `name` of its text
/// events.
[[nodiscard]] std::string customer_message_id(std::uint64_t seq);
[[nodiscard]] std::string assistant_message_id(std::uint64_t seq);

/// A turn as messages, oldest first: the customer's in every state, at the turn's created_at; then, if the
/// turn was answered, those that the text events of its last attempt spell, at its ended_at. A turn that no
/// customer's message began (an agent's) has an empty `message` and begins with its text events.
[[nodiscard]] std::vector<message> messages_of(const turn_record&);

} // namespace troupe::storage
