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

troupe::give_feedback feedback_of(std::string turn_id, const json& body, const caller& who) {
  return {{std::move(turn_id), text_in(body, "metric"), bodies::feedback_value(body),
           text_in(body, "comment"), who.principal, wall_clock()},
          who};
}

void give_feedback(call c) {
  ask<committed>(c, c.with->feedback, feedback_of(c.arguments.front(), c.body, c.who),
                 [back = c.back](const committed& done) {
                   if (done.outcome.code != errc::none) return back.fail(done.outcome);
                   back.reply(ordered_json{{"status", "accepted"}});
                 });
}

} // namespace troupe::http::routes
