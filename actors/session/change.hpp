#pragma once
#include "messages/wire/gateway.hpp"
#include "messages/wire/turn_record.hpp"

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace troupe::session {

/// What speaks against a change to the session as it stands; errc::none: nothing.
[[nodiscard]] failure refusal_of(const change_session&, const session_record& standing);

/// Whether there is nothing to do: the session is as the change would leave it.
[[nodiscard]] bool is_done(session_change, const session_record& standing);

/// A change as a record of its own, behind the last turn: the session as it is then, and the event that tells
/// the readers of its stream. The end of a session is no turn: `turns` stays.
[[nodiscard]] turn_record changed(session_record, const change_session&, std::string turn_id, timestamp now);

/// What was said before a session began, as turns of its own that nobody decided anything in: the customer's
/// words, and the answer to them. At most `most` of the last messages. `new_id` makes the turns' ids.
[[nodiscard]] std::vector<turn_record> told_before(session_record, std::span<const said>, std::size_t most,
                                                   const std::function<std::string()>& new_id, timestamp now);

/// The value of the CUSTOM event `handoff`: {"reason", "summary"}.
[[nodiscard]] std::string handoff_value(const escalation&);

} // namespace troupe::session
