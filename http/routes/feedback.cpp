#include "http/routes/feedback.hpp"

#include "http/routes/bodies.hpp"

#include <chrono>

namespace troupe::http::routes {
namespace {

timestamp wall_clock() {
  using namespace std::chrono;
  return duration_cast<microseconds>(system_clock::now().time_since_epoch()).count();
}

} // namespace

void give_feedback(call c) {
  auto given =
      feedback_record{c.arguments.front(),        text_in(c.body, "metric"), bodies::feedback_value(c.body),
                      text_in(c.body, "comment"), c.who.principal,           wall_clock()};
  ask<committed>(c, c.with->feedback, troupe::give_feedback{std::move(given), c.who},
                 [back = c.back](const committed& done) {
                   if (done.outcome.code != errc::none) return back.fail(done.outcome);
                   back.reply(ordered_json{{"status", "accepted"}});
                 });
}

} // namespace troupe::http::routes
