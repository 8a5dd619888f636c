#pragma once
#include "http/call.hpp"

namespace troupe::http::routes {

/// POST /v1/customers
void create_customer(call);
/// GET /v1/customers
void list_customers(call);
/// GET /v1/customers/{id}
void view_customer(call);
/// PATCH /v1/customers/{id}
void change_customer(call);
/// DELETE /v1/customers/{id}
void erase_customer(call);
/// GET /v1/customers/{id}/export
void export_customer(call);
/// GET /v1/customers/{id}/insights
void view_insights(call);
/// GET /v1/customers/{id}/similar
void view_similar(call);

} // namespace troupe::http::routes
