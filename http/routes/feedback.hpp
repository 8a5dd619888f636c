#pragma once
#include "http/call.hpp"

namespace troupe::http::routes {

/// POST /v1/turns/{id}/feedback
void give_feedback(call);

} // namespace troupe::http::routes
