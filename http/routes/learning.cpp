#include "http/routes/learning.hpp"

#include "http/render_learning.hpp"

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

void promote(call c) {
  answer_with<learning::promotion>(c, c.with->learner,
                                   promote_policy{text_in(c.body, "policy"), text_in(c.body, "note"), c.who});
}

} // namespace troupe::http::routes
