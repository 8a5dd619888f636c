#pragma once
#include "http/call.hpp"

namespace troupe::http::routes {

/// POST /v1/customers
void create_customer(call);
/// GET /v1/customers/{id}
void view_customer(call);

} // namespace troupe::http::routes
