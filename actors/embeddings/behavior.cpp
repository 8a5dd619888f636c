#include "actors/embeddings/behavior.hpp"

#include "messages/error.hpp"

#include <utility>

namespace troupe::embeddings {

void state::start(handle::stateful_pointer<state> self, const options& with) {
  self_ = self;
  with_ = with;
  encode_ = with_.open();
  self_->set_exit_handler([this](caf::exit_msg& m) {
    for (auto& r : requests_)
      r.promise.deliver(make_error(errc::shutting_down, "the server is stopping; send the texts again"));
    self_->quit(std::move(m.reason));
  });
}

caf::result<embedded_texts> state::embed(embed_texts asked) {
  if (asked.dimensions != 0 && asked.dimensions != with_.dimensions)
    return make_error(errc::bad_request, "dimensions: the vectors have " + std::to_string(with_.dimensions)
                                             + ", not " + std::to_string(asked.dimensions)
                                             + "; leave it out");
  if (waiting_ + asked.texts.size() > with_.most_waiting)
    return make_error(errc::overloaded, std::to_string(waiting_)
                                            + " texts wait to be embedded, and there is room for "
                                            + std::to_string(with_.most_waiting) + "; try again");
  if (asked.texts.empty()) return embedded_texts{{}, 0, with_.encoder};
  if (requests_.empty()) self_->send(self_, embed_next{});
  waiting_ += asked.texts.size();
  requests_.push_back(
      {std::move(asked.texts), {{}, 0, with_.encoder}, self_->make_response_promise<embedded_texts>()});
  return requests_.back().promise;
}

void state::go_on() {
  auto& r = requests_.front();
  auto made = encode_(r.texts[r.done.vectors.size()]);
  r.done.vectors.push_back(std::move(made.vector));
  r.done.tokens += made.tokens;
  --waiting_;
  if (r.done.vectors.size() == r.texts.size()) {
    r.promise.deliver(std::move(r.done));
    requests_.pop_front();
  }
  if (!requests_.empty()) self_->send(self_, embed_next{});
}

handle::behavior_type behavior(handle::stateful_pointer<state> self, const options& with) {
  self->state.start(self, with);
  return {
      [self](embed_texts& asked) { return self->state.embed(std::move(asked)); },
      [self](embed_next) { self->state.go_on(); },
  };
}

} // namespace troupe::embeddings
