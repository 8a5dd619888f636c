#include "http/routes/feedback.hpp"

#include "http/clock.hpp"
#include "http/routes/bodies.hpp"

namespace troupe::http::routes {

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
