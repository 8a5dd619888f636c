#pragma once
#include "http/call.hpp"

namespace troupe::http::routes {

/// POST /v1/chat
void chat(call);
/// POST /v1/sessions/{id}/messages
void post_message(call);

} // namespace troupe::http::routes
