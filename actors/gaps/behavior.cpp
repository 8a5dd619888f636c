#include "actors/gaps/behavior.hpp"

#include "actors/gaps/group.hpp"
#include "actors/gaps/refused.hpp"
#include "messages/error.hpp"
#include "telemetry/log.hpp"

#include <caf/typed_response_promise.hpp>

#include <utility>

namespace troupe::gaps {
namespace {

constexpr std::size_t most_turns = 5000;    // that are looked at
constexpr std::size_t most_questions = 300; // that are compared, each with each

using promise = caf::typed_response_promise<gap_list>;

void answer(promise& to, const std::vector<given_answer>& questions,
            const std::vector<std::vector<float>>& vectors, std::size_t turns, std::size_t limit) {
  auto found = group(questions, vectors, limit);
  found.turns = turns;
  to.deliver(std::move(found));
}

/// By meaning, if the encoder has time for it.
void compare(handle::pointer self, const embeddings::handle& encoder, promise to,
             std::vector<given_answer> questions, std::size_t turns, std::size_t limit) {
  if (!encoder || questions.empty()) return answer(to, questions, {}, turns, limit);
  auto texts = embed_texts{};
  for (const auto& q : questions) texts.texts.push_back(q.question);
  self->request(encoder, caf::infinite, std::move(texts))
      .then([=](const embedded_texts& made) mutable { answer(to, questions, made.vectors, turns, limit); },
            [=](const caf::error& e) mutable {
              log::warning("gaps are found by words", {{"reason", to_failure(e).detail}});
              answer(to, questions, {}, turns, limit);
            });
}

} // namespace

handle::behavior_type behavior(handle::stateful_pointer<state> self, const options& with) {
  self->set_exception_handler([](std::exception_ptr& e) { return make_error(e); });
  return {
      [self, with](const find_gaps& asked) -> caf::result<gap_list> {
        auto to = self->make_response_promise<gap_list>();
        self->request(with.log_reader, caf::infinite, read_answers{asked.since, most_turns})
            .then(
                [=](const given_answers& given) {
                  auto questions = refused(given.latest);
                  if (questions.size() > most_questions) questions.resize(most_questions);
                  compare(self, with.embeddings, to, std::move(questions), given.latest.size(), asked.limit);
                },
                [to](caf::error& e) mutable { to.deliver(std::move(e)); });
        return to;
      },
  };
}

} // namespace troupe::gaps
