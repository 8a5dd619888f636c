#pragma once
#include "http/call.hpp"

namespace troupe::http::routes {

/// GET /v1/learning/policy
void view_policy(call);
/// GET /v1/learning/metrics
void view_learning_metrics(call);
/// GET /v1/learning/evaluation
void evaluate(call);
/// POST /v1/learning/promote
void promote(call);

} // namespace troupe::http::routes
