#pragma once
#include "http/call.hpp"

namespace troupe::http::routes {

/// What a checked `feedback` says of a turn, as it is asked for now.
[[nodiscard]] troupe::give_feedback feedback_of(std::string turn_id, const json& body, const caller& who);

/// POST /v1/turns/{id}/feedback
void give_feedback(call);

} // namespace troupe::http::routes
