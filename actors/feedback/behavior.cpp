#include "actors/feedback/behavior.hpp"

#include "actors/feedback/permission.hpp"
#include "messages/error.hpp"

namespace troupe::feedback {
namespace {

using promise = caf::typed_response_promise<committed>;

void add(handle::stateful_pointer<state> self, const options& with, const feedback_record& given,
         promise answer) {
  self->request(with.writer, caf::infinite, add_feedback{given})
      .await(
          [answer, metrics = with.metrics, metric = given.metric](committed& c) mutable {
            if (c.outcome.code == errc::none) metrics->feedback(metric).Increment();
            answer.deliver(std::move(c));
          },
          [answer](caf::error& e) mutable { answer.deliver(std::move(e)); });
}

} // namespace

// Both requests are awaited: one piece of feedback at a time, in the order in which they came, for the last
// one counts.
handle::behavior_type behavior(handle::stateful_pointer<state> self, const options& with) {
  return {
      [self, with](const give_feedback& g) -> caf::result<committed> {
        auto answer = self->make_response_promise<committed>();
        self->request(with.reader, caf::infinite, find_turn{g.given.turn_id, {}, {}})
            .await(
                [self, with, g, answer](const found_turn& found) mutable {
                  auto refused = refusal(found.turn, g.given.turn_id, g.who);
                  if (refused.code == errc::none)
                    add(self, with, g.given, answer);
                  else
                    answer.deliver(committed{std::move(refused)});
                },
                [answer](caf::error& e) mutable { answer.deliver(std::move(e)); });
        return answer;
      },
  };
}

} // namespace troupe::feedback
