#include "actors/llm/behavior.hpp"

#include "actors/llm/request_body.hpp"
#include "messages/error.hpp"
#include "telemetry/log.hpp"

#include <caf/send.hpp>

#include <algorithm>

namespace troupe::llm {
namespace {

std::string joined(const std::vector<std::string>& all) {
  auto text = std::string{};
  for (const auto& each : all) text += (text.empty() ? "" : ", ") + each;
  return text;
}

std::optional<fault_kind> fault_of(transfer_end end) noexcept {
  switch (end) {
  case transfer_end::none:
  case transfer_end::complete: return std::nullopt;
  case transfer_end::unreachable: return fault_kind::unreachable;
  case transfer_end::connect_late: return fault_kind::connect_late;
  case transfer_end::cut: return fault_kind::cut;
  }
  return std::nullopt;
}

} // namespace

void state::start(handle::stateful_pointer<state> self, options o) {
  self_ = self;
  options_ = std::move(o);
  const auto& s = *options_.settings;
  breakers_.assign(options_.upstreams.size(), breaker{{s.llm_breaker_failures, s.llm_breaker_pause}});
  last_failures_.resize(options_.upstreams.size());
  shown_.assign(options_.upstreams.size(), breaker::state::half_open); // so that the first look is a change
  waiting_ = std::make_unique<fair_queue<completion_key>>(s.llm_queue);
  // By its address: the thread that tells must not keep the actor.
  transfers_ = std::make_unique<transfers>(transfers::limits{s.llm_buffer_bytes, s.llm_concurrency},
                                           [to = caf::weak_actor_ptr{self->ctrl()}](std::uint64_t transfer) {
                                             if (const auto strong = to.lock())
                                               caf::anon_send(caf::actor_cast<handle>(strong),
                                                              transfer_news{transfer});
                                           });
  self_->set_down_handler([this](const caf::down_msg& m) { went_down(m); });
  self_->set_exit_handler([this](caf::exit_msg& m) {
    fail_all();
    self_->quit(std::move(m.reason));
  });
  self_->set_exception_handler([this](std::exception_ptr& thrown) {
    auto reason = make_error(thrown);
    log::error("the language models' actor failed", {{"reason", to_failure(reason).detail}});
    fail_all();
    return reason;
  });
  for (std::size_t i = 0; i < breakers_.size(); ++i) watch(i);
}

completion_key state::key_of(std::uint64_t number) {
  const auto& sender = self_->current_sender();
  return {sender ? sender->id() : caf::actor_id{0}, number};
}

caf::result<completion_piece> state::begin(begin_completion& b) {
  const auto key = key_of(b.number);
  if (completions_.contains(key))
    return make_error(errc::internal, "completion " + std::to_string(b.number) + " is under way already");
  if (const auto sender = caf::actor_cast<caf::actor_addr>(self_->current_sender());
      askers_.insert(sender).second)
    self_->monitor(sender);
  auto promise = self_->make_response_promise<completion_piece>();
  const auto& s = *options_.settings;
  auto& made =
      completions_
          .emplace(key, completion{key, std::move(b.principal), std::move(b.prompt),
                                   std::min(b.until, now() + s.llm_total),
                                   failover{options_.upstreams.size(), s.llm_rounds,
                                            learning::random_stream{s.seed, std::to_string(b.number)}}})
          .first->second;
  made.asked = promise;
  if (running_ >= s.llm_concurrency && !waiting_->push(made.principal, key))
    end(made, std::to_string(s.llm_concurrency) + " completions run and " + std::to_string(waiting_->size())
                  + " wait already");
  else if (running_ < s.llm_concurrency) {
    made.running = true;
    ++running_;
    go_on(made);
  }
  deliver(key);
  arm_for(key);
  settle();
  return promise;
}

caf::result<completion_piece> state::next(std::uint64_t number) {
  const auto found = completions_.find(key_of(number));
  if (found == completions_.end())
    return make_error(errc::internal, "there is no completion " + std::to_string(number));
  auto& c = found->second;
  if (c.asked) return make_error(errc::internal, "its next piece is asked for already");
  auto promise = self_->make_response_promise<completion_piece>();
  c.asked = promise;
  c.patience = now() + options_.settings->llm_next_token;
  take(c);
  const auto key = found->first;
  deliver(key);
  arm_for(key);
  settle();
  return promise;
}

void state::cancel(std::uint64_t number) {
  erase(key_of(number));
  settle();
}

/// Where a place was left, who waits goes on.
void state::settle() {
  while (running_ < options_.settings->llm_concurrency) {
    const auto key = waiting_->pop();
    if (!key) break;
    auto& c = completions_.at(*key);
    c.running = true;
    ++running_;
    go_on(c);
    deliver(*key);
    arm_for(*key);
  }
  options_.metrics->llm_running.Set(static_cast<double>(running_));
  options_.metrics->llm_waiting.Set(static_cast<double>(waiting_->size()));
}

/// Asks the next upstream, waits for one, or gives up.
void state::go_on(completion& c) {
  const auto step = c.plan.next(breakers_, now(), c.until);
  if (const auto* to = std::get_if<failover::ask>(&step))
    ask(c, to->upstream);
  else if (const auto* pause = std::get_if<failover::pause>(&step))
    c.resume = pause->until;
  else
    end(c, c.failures.empty() ? "every upstream is left alone after its failures" : joined(c.failures));
}

void state::ask(completion& c, std::size_t upstream) {
  const auto& u = options_.upstreams[upstream];
  const auto& s = *options_.settings;
  breakers_[upstream].begin(now());
  const auto body = request_body(u.model, c.prompt, {s.llm_max_tokens, s.llm_temperature});
  c.at = exchange{upstream,
                  transfers_->start({u.base_url + "/chat/completions", u.api_key, body, s.llm_connect}),
                  now(),
                  {}};
  c.patience = now() + s.llm_first_token;
  of_transfer_[c.at->transfer] = c.key;
}

void state::hear(std::uint64_t transfer) {
  const auto found = of_transfer_.find(transfer);
  if (found == of_transfer_.end()) return;
  const auto key = found->second;
  take(completions_.at(key));
  deliver(key);
  arm_for(key);
  settle();
}

/// Bytes are taken only while somebody asks: else they wait, and in the end the server does.
void state::take(completion& c) {
  if (c.asked && c.at) read(c, transfers_->take(c.at->transfer));
}

void state::read(completion& c, const transfer_state& seen) {
  const auto& s = *options_.settings;
  if (seen.status != 0) {
    if (const auto refused = llm::fault_of(seen.status)) return fail(c, {*refused, seen.retry_after});
    if (!c.at->reader)
      c.at->reader.emplace(seen.content_type, completion_reader::limits{.text_bytes = s.llm_answer_bytes});
  }
  if (!c.at->reader) {
    if (const auto broken = fault_of(seen.end)) fail(c, {*broken});
    return;
  }
  auto& reader = *c.at->reader;
  reader.push(seen.bytes);
  if (seen.end == transfer_end::complete) reader.end();
  if (reader.has_text()) {
    if (!c.begun)
      options_.metrics->llm_first_token_seconds(options_.upstreams[c.at->upstream].name)
          .Observe(std::chrono::duration<double>(now() - c.at->began).count());
    c.begun = true;
    c.patience = now() + s.llm_next_token;
  }
  if (reader.failed()) return fail(c, {*reader.failed()});
  if (reader.finished()) {
    breakers_[c.at->upstream].succeeded();
    watch(c.at->upstream);
    return end(c, {});
  }
  if (const auto broken = fault_of(seen.end)) fail(c, {*broken});
}

/// Gives whoever asks what there is; with its last piece a completion is gone.
void state::deliver(const completion_key& key) {
  const auto found = completions_.find(key);
  if (found == completions_.end() || !found->second.asked) return;
  auto& c = found->second;
  auto piece = completion_piece{};
  if (c.ending)
    piece = std::move(*c.ending);
  else if (c.at && c.at->reader && c.at->reader->has_text())
    piece.text = c.at->reader->take_text();
  else
    return;
  c.asked->deliver(std::move(piece));
  c.asked.reset();
  if (c.ending) erase(key);
}

void state::fail(completion& c, const fault& why) {
  const auto upstream = c.at->upstream;
  const auto& called = options_.upstreams[upstream].name;
  log::warning("a language model gave no answer", {{"upstream", called}, {"kind", llm::name(why.kind)}});
  options_.metrics->llm_errors(called, llm::name(why.kind)).Increment();
  c.failures.push_back(called + ": " + std::string{llm::name(why.kind)});
  last_failures_[upstream] = llm::name(why.kind);
  drop_exchange(c);
  if (blames_upstream(why.kind))
    breakers_[upstream].failed(now());
  else
    breakers_[upstream].gave_up();
  watch(upstream);
  c.plan.failed(upstream, why, now());
  if (c.begun) return end(c, joined(c.failures));
  go_on(c);
}

/// Its last piece is known. An empty `failure`: the answer is whole.
void state::end(completion& c, std::string failure) {
  c.ending = completion_piece{{}, true, std::move(failure), {}};
  if (c.at && c.at->reader) {
    auto& reader = *c.at->reader;
    c.ending->text = reader.take_text();
    if (const auto used = reader.usage()) {
      const auto& u = options_.upstreams[c.at->upstream];
      c.ending->usage = completion_usage{used->prompt, used->completion,
                                         reader.model().empty() ? u.model : reader.model(), u.name};
      options_.metrics->llm_tokens("prompt").Increment(static_cast<double>(used->prompt));
      options_.metrics->llm_tokens("completion").Increment(static_cast<double>(used->completion));
    }
  }
  drop_exchange(c);
  leave(c);
}

/// Its place in the queue, or among those that run, is free.
void state::leave(completion& c) {
  if (std::exchange(c.running, false))
    --running_;
  else
    waiting_->erase(c.key);
}

void state::drop_exchange(completion& c) {
  if (!c.at) return;
  transfers_->cancel(c.at->transfer);
  of_transfer_.erase(c.at->transfer);
  c.at.reset();
}

void state::erase(const completion_key& key) {
  const auto found = completions_.find(key);
  if (found == completions_.end()) return;
  auto& c = found->second;
  if (c.at) breakers_[c.at->upstream].gave_up();
  drop_exchange(c);
  leave(c);
  completions_.erase(found);
}

/// Whoever asked has gone: nobody wants what they began.
void state::went_down(const caf::down_msg& m) {
  askers_.erase(m.source);
  auto gone = std::vector<completion_key>{};
  for (const auto& [key, c] : completions_)
    if (key.first == m.source.id()) gone.push_back(key);
  for (const auto& key : gone) erase(key);
  settle();
}

void state::fail_all() {
  for (auto& [key, c] : completions_)
    if (c.asked) c.asked->deliver(completion_piece{{}, true, "the language models' actor ended", {}});
  completions_.clear();
  of_transfer_.clear();
}

steady_time state::due(const completion& c) const {
  if (c.ending) return steady_time::max();
  if (!c.running) return c.until;
  return std::min(c.until, c.at ? (c.asked ? c.patience : steady_time::max()) : c.resume);
}

void state::expire(completion& c) {
  const auto at = now();
  if (at >= c.until) {
    if (c.at) {
      c.failures.push_back(options_.upstreams[c.at->upstream].name + ": out of time");
      breakers_[c.at->upstream].failed(at);
      last_failures_[c.at->upstream] = "out of time";
      watch(c.at->upstream);
      options_.metrics->llm_errors(options_.upstreams[c.at->upstream].name, "out_of_time").Increment();
    }
    end(c, c.failures.empty() ? "no place was free in time" : joined(c.failures));
  } else if (!c.at)
    go_on(c);
  else
    fail(c, {c.begun ? fault_kind::next_late : fault_kind::first_late});
}

void state::wake() {
  armed_ = steady_time::max();
  const auto at = now();
  auto late = std::vector<completion_key>{};
  for (const auto& [key, c] : completions_)
    if (due(c) <= at) late.push_back(key);
  for (const auto& key : late) {
    expire(completions_.at(key));
    deliver(key);
  }
  for (const auto& [key, c] : completions_) arm(due(c));
  for (std::size_t i = 0; i < breakers_.size(); ++i) watch(i);
  settle();
}

/// One timer for all that is waited for. It is only moved forward: an early wake-up costs less than a message
/// for each piece of text, and a look at what has changed costs less than one at all that run.
void state::arm(steady_time at) {
  if (at >= armed_) return;
  armed_ = at;
  self_->send(options_.timer, timer::arm{caf::actor_cast<timer::client>(self_), at});
}

void state::arm_for(const completion_key& key) {
  if (const auto found = completions_.find(key); found != completions_.end()) arm(due(found->second));
}

/// Tells of an upstream whose breaker has changed.
void state::watch(std::size_t upstream) {
  const auto is = breakers_[upstream].at(now());
  if (is == breaker::state::open) arm(breakers_[upstream].closes_at());
  if (is == shown_[upstream]) return;
  shown_[upstream] = is;
  const auto& called = options_.upstreams[upstream].name;
  options_.metrics->llm_breaker(called).Set(static_cast<double>(is));
  const auto up = is == breaker::state::closed;
  if (!up) log::warning("an upstream's breaker changed", {{"upstream", called}, {"state", llm::name(is)}});
  if (!options_.supervisor) return;
  self_->send(
      options_.supervisor,
      report_health{"llm." + called, up ? component_state::up : component_state::degraded,
                    up ? "" : "breaker " + std::string{llm::name(is)} + ": " + last_failures_[upstream]});
}

handle::behavior_type behavior(handle::stateful_pointer<state> self, const options& with) {
  self->state.start(self, with);
  return {
      [self](begin_completion& b) { return self->state.begin(b); },
      [self](const next_piece& n) { return self->state.next(n.number); },
      [self](const cancel_completion& c) { self->state.cancel(c.number); },
      [self](const transfer_news& n) { self->state.hear(n.transfer); },
      [self](timer_due) { self->state.wake(); },
  };
}

} // namespace troupe::llm
