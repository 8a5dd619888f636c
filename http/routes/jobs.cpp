#include "http/routes/jobs.hpp"

namespace troupe::http::routes {
namespace {

template <class Request>
void change_job(const call& c) {
  const auto name = c.arguments.front();
  ask<found_job>(c, c.with->etl, Request{name}, [back = c.back, name](const found_job& found) {
    if (!found.job) return back.fail(unknown_job(name));
    back.reply(to_json(*found.job));
  });
}

} // namespace

void list_jobs(call c) { answer_with<job_list>(c, c.with->etl, troupe::list_jobs{}); }

void run_job(call c) { change_job<troupe::run_job>(c); }

void cancel_job(call c) { change_job<troupe::cancel_job>(c); }

} // namespace troupe::http::routes
