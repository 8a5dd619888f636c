#pragma once
#include "http/call.hpp"

namespace troupe::http::routes {

/// GET /health/live: the process answers.
void live(call);
/// GET /health/ready: it can answer a turn.
void ready(call);
/// GET /health: every component.
void health(call);
/// GET /metrics
void metrics(call);
/// GET / for who asks for no page: a command to try, and the calls.
void hint(call);

} // namespace troupe::http::routes
