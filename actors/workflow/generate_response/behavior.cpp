#include "actors/workflow/generate_response/behavior.hpp"

#include "actors/workflow/generate_response/extract.hpp"
#include "actors/workflow/generate_response/present.hpp"
#include "actors/workflow/generate_response/prompt.hpp"
#include "language/courtesy.hpp"
#include "messages/error.hpp"
#include "telemetry/log.hpp"

#include <algorithm>

namespace troupe::generate_response {
namespace {

/// What is left of the time when the model has had its part: enough to answer without it.
constexpr auto reserve = std::chrono::milliseconds{250};

std::size_t place_of(const std::string& strategy, const config::strategies& all) {
  return static_cast<std::size_t>(std::ranges::find(all, strategy, &config::strategy::name) - all.begin());
}

steady_time without_reserve(steady_time until, steady_time now) {
  return until - std::min<steady_time::duration>(reserve, (until - now) / 4);
}

/// A model is told to offer a human where the sources hold no answer, and where the strategy is to.
escalation_reason offered_in(const generated& answer, const config::strategies& all) {
  if (!answer.supported) return escalation_reason::missing_knowledge;
  return all[place_of(answer.choice.strategy, all)].offers_human ? escalation_reason::policy
                                                                 : escalation_reason::none;
}

} // namespace

void state::start(handle::stateful_pointer<state> self, const options& with) {
  self_ = self;
  with_ = with;
  self_->set_down_handler([this](const caf::down_msg& m) { went_down(m); });
  self_->set_exit_handler([this](caf::exit_msg& m) {
    while (!under_way_.empty()) fall_back(under_way_.begin()->first, "the node ends");
    self_->quit(std::move(m.reason));
  });
}

caf::result<generated> state::generate(const generate_request& asked) {
  auto choice = decide(asked, *with_.strategies, with_.seed);
  if (!with_.llm || language::is_courtesy(asked.classification.intent, asked.classification.confidence))
    return extract(asked, *with_.strategies, std::move(choice), with_.answerable);
  write(asked, std::move(choice));
  return under_way_.at(last_).promise;
}

/// Begins the answer of a language model.
void state::write(const generate_request& asked, decision choice) {
  const auto number = ++last_;
  const auto now = self_->clock().now();
  const auto strategy = place_of(choice.strategy, *with_.strategies);
  const auto nothing = retrieval::context{};
  const auto& sources = asked.context.sources ? *asked.context.sources : nothing;
  auto prompt = prompt_of(*with_.prompts, strategy,
                          {asked.text, sources, *asked.history, asked.known ? &*asked.known : nullptr},
                          with_.history_tokens);
  const auto asker = self_->current_sender(); // the promise takes it
  under_way_.emplace(number,
                     writing{asked, std::move(choice), asker, self_->make_response_promise<generated>(), now,
                             written{asked.context.sources}});
  self_->monitor(caf::actor_cast<caf::actor_addr>(asker));
  self_
      ->request(
          with_.llm, caf::infinite,
          begin_completion{number, asked.principal, std::move(prompt), without_reserve(asked.until, now)})
      .then([this, number](const completion_piece& p) { take(number, p); },
            [this, number](const caf::error& e) { fall_back(number, to_failure(e).detail); });
}

void state::take(std::uint64_t number, const completion_piece& piece) {
  const auto found = under_way_.find(number);
  if (found == under_way_.end()) return; // its asker has gone
  auto& w = found->second;
  if (piece.finished && !piece.failure.empty()) return fall_back(number, piece.failure);
  auto shown = w.text.add(piece.text, piece.finished);
  if (piece.finished) {
    if (!w.text.has_text()) return fall_back(number, "the answer is empty");
    auto made = w.text.finish(std::move(w.choice), piece.usage);
    made.streamed = w.streamed;
    made.offered = offered_in(made, *with_.strategies);
    return finish(number, std::move(made));
  }
  if (w.asked.streamed && !shown.empty()) {
    ++w.streamed;
    self_->send(caf::actor_cast<listener>(w.asker),
                generated_text{w.asked.turn_id, w.asked.attempt, std::move(shown)});
  }
  self_->request(with_.llm, caf::infinite, next_piece{number})
      .then([this, number](const completion_piece& p) { take(number, p); },
            [this, number](const caf::error& e) { fall_back(number, to_failure(e).detail); });
}

/// The answer that needs no language model.
void state::fall_back(std::uint64_t number, std::string_view why) {
  const auto found = under_way_.find(number);
  if (found == under_way_.end()) return;
  auto& w = found->second;
  log::warning("the answer is made without a language model", {{"turn", w.asked.turn_id}, {"reason", why}});
  auto made = extract(w.asked, *with_.strategies, std::move(w.choice), with_.answerable);
  made.llm_failed = true;
  finish(number, std::move(made));
}

void state::finish(std::uint64_t number, generated made) {
  auto w = std::move(under_way_.extract(number).mapped());
  made.llm_ms = std::chrono::duration<double, std::milli>(self_->clock().now() - w.began).count();
  w.promise.deliver(std::move(made));
  self_->demonitor(caf::actor_cast<caf::actor_addr>(w.asker));
}

/// Nobody waits for what an asker wanted that has gone.
void state::went_down(const caf::down_msg& m) {
  drop_those([&](const writing& w) { return w.asker->id() == m.source.id(); });
}

void state::drop(const drop_answer& d) {
  drop_those([&](const writing& w) {
    if (w.asked.turn_id != d.turn_id) return false;
    self_->demonitor(caf::actor_cast<caf::actor_addr>(w.asker));
    return true;
  });
}

template <class Predicate>
void state::drop_those(Predicate wanted_no_more) {
  std::erase_if(under_way_, [&](const auto& one) {
    if (!wanted_no_more(one.second)) return false;
    self_->send(with_.llm, cancel_completion{one.first});
    return true;
  });
}

handle::behavior_type behavior(handle::stateful_pointer<state> self, const options& with) {
  self->state.start(self, with);
  return {
      [self](const generate_request& asked) { return self->state.generate(asked); },
      [self](const drop_answer& d) { self->state.drop(d); },
  };
}

} // namespace troupe::generate_response
