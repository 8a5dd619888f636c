#include "http/routes/learning.hpp"

#include "http/query.hpp"
#include "http/render_learning.hpp"
#include "http/routes/parameters.hpp"

namespace troupe::http::routes {
namespace {

template <class Render>
void report(const call& c, Render render) {
  ask<policy_report>(c, c.with->learner, read_policy{}, [back = c.back, render](const policy_report& r) {
    if (!r.fold)
      return back.reply(refuse(problems::not_ready, "the policy is being loaded; try again in a moment"));
    back.reply(render(r));
  });
}

} // namespace

void view_policy(call c) { report(c, policy_json); }

void view_learning_metrics(call c) { report(c, learning_metrics_json); }

void evaluate(call c) {
  const auto since = text_in(c.asked, parameters::since);
  ask<policy_evaluation>(c, c.with->evaluator,
                         evaluate_policy{text_in(c.asked, parameters::evaluated_policy),
                                         since.empty() ? 0 : forms::time_in(since)},
                         [back = c.back](const policy_evaluation& e) { back.reply(evaluation_json(e)); });
}

void promote(call c) {
  ask<learning::promotion>(
      c, c.with->learner, promote_policy{text_in(c.body, "policy"), text_in(c.body, "note"), c.who},
      [back = c.back](const learning::promotion& made) { back.reply(promotion_json(made)); });
}

} // namespace troupe::http::routes
