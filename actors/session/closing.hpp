#pragma once
#include "messages/wire/turn_record.hpp"

#include <string>

namespace troupe::session {

/// The end of a session as a record of its own: the session closed, and the CUSTOM event `closed` that ends
/// its stream. It takes the sequence number behind the last turn, and is none itself: `turns` stays.
[[nodiscard]] turn_record closing(session_record, std::string turn_id, timestamp now);

} // namespace troupe::session
