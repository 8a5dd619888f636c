#pragma once
#include "http/call.hpp"

namespace troupe::http::routes {

/// GET /openapi.json
void describe(call);
/// GET /docs: a page that shows it.
void docs(call);

} // namespace troupe::http::routes
