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
  const auto metric = text_in(c.body, "metric");
  const auto value = bodies::feedback_value(metric, c.body["value"]);
  if (const auto* wrong = std::get_if<field_error>(&value)) return c.back.fail(std::span{wrong, 1});
  auto given = feedback_record{c.arguments.front(),        metric,          std::get<double>(value),
                               text_in(c.body, "comment"), c.who.principal, wall_clock()};
  ask<committed>(c, c.with->feedback, troupe::give_feedback{std::move(given), c.who},
                 [back = c.back](const committed& done) {
                   if (done.outcome.code != errc::none) return back.fail(done.outcome);
                   back.reply(ordered_json{{"status", "accepted"}}, 202);
                 });
}

} // namespace troupe::http::routes
