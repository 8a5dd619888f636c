#pragma once
#include "http/call.hpp"

namespace troupe::http::routes {

/// GET /v1/jobs
void list_jobs(call);
/// POST /v1/jobs/{name}/run
void run_job(call);
/// POST /v1/jobs/{name}/cancel
void cancel_job(call);

} // namespace troupe::http::routes
