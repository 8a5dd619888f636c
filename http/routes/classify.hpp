#pragma once
#include "http/call.hpp"

namespace troupe::http::routes {

/// POST /v1/classify
void classify(call);

} // namespace troupe::http::routes
