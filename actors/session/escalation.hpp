#pragma once
#include "messages/local/nodes.hpp"
#include "messages/wire/session_record.hpp"

#include <span>
#include <string>

namespace troupe::session {

/// Answers in a row without a document behind them, from which on an accepted offer is a repeated_failure.
constexpr std::uint32_t repeated = 3;

/// Whether a message sends the conversation to a human, and why; none: the bot goes on. A human is demanded,
/// asked for again after an offer, or an offer is accepted.
[[nodiscard]] escalation_reason called_for(const escalation& standing, const classified& message);

/// Where the conversation stands after an answer of the bot.
[[nodiscard]] escalation after_answer(const escalation& before, const generated& answer);

/// What the human should know: the customer's last messages, the hurry and the mood.
[[nodiscard]] std::string summary_of(std::span<const message> history, const std::string& last,
                                     const language::classification&);

} // namespace troupe::session
