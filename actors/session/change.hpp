#pragma once
#include "messages/wire/gateway.hpp"
#include "messages/wire/turn_record.hpp"

#include <string>

namespace troupe::session {

/// What speaks against a change to the session as it stands; errc::none: nothing.
[[nodiscard]] failure refusal_of(const change_session&, const session_record& standing);

/// Whether there is nothing to do: the session is as the change would leave it.
[[nodiscard]] bool is_done(session_change, const session_record& standing);

/// A change as a record of its own, behind the last turn: the session as it is then, and the event that tells
/// the readers of its stream. The end of a session is no turn: `turns` stays.
[[nodiscard]] turn_record changed(session_record, const change_session&, std::string turn_id, timestamp now);

/// The value of the CUSTOM event `handoff`: {"reason", "summary"}.
[[nodiscard]] std::string handoff_value(const escalation&);

} // namespace troupe::session
