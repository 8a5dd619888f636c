#pragma once
#include "messages/wire/errc.hpp"
#include "messages/wire/gateway.hpp"
#include "messages/wire/turn_record.hpp"

#include <optional>
#include <string>

namespace troupe::feedback {

/// Why `who` may not judge the turn: there is none of that id, or it is somebody else's, which looks the
/// same. errc::none: it may.
[[nodiscard]] failure refusal(const std::optional<turn_ref>&, const std::string& turn_id, const caller& who);

} // namespace troupe::feedback
