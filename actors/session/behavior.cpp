#include "actors/session/behavior.hpp"

#include "actors/session/change.hpp"
#include "actors/session/history_page.hpp"
#include "messages/error.hpp"
#include "storage/customer_id.hpp"
#include "storage/thread.hpp"
#include "telemetry/log.hpp"

#include <algorithm>
#include <functional>

namespace troupe::session {
namespace {

timestamp wall_clock() {
  using namespace std::chrono;
  return duration_cast<microseconds>(system_clock::now().time_since_epoch()).count();
}

constexpr std::uint64_t before_first_event(std::uint64_t seq, std::uint32_t attempt) noexcept {
  return event_id({seq, attempt, 0}) - 1;
}

/// The events after a position, about `max_bytes` of them, at least one if there is any.
std::vector<event> slice(std::span<const event> events, std::uint64_t after, std::size_t max_bytes) {
  const auto first = std::ranges::upper_bound(events, after, {}, &event::id);
  auto last = first;
  for (auto bytes = std::size_t{0}; last != events.end() && (last == first || bytes < max_bytes); ++last)
    bytes += last->text.size();
  return {first, last};
}

failure conflict(const std::string& client_message_id) {
  return {errc::conflict,
          "client_message_id " + client_message_id + " was used for another message; choose a new one"};
}

void deliver(std::vector<reader>& callers, const caf::error& why) {
  for (auto& c : callers) c.promise.deliver(why);
}

} // namespace

void state::start(handle::stateful_pointer<state> self, const session_origin& from,
                  std::shared_ptr<const wiring> with, const environment* env) {
  self_ = self;
  env_ = env;
  with_ = std::move(with);
  key_ = std::hash<std::string>{}(from.session_id);
  record_.session_id = from.session_id;
  touched_ = now();
  self_->set_exit_handler([this](caf::exit_msg& m) {
    fail_all({errc::shutting_down, "the server is stopping; send the message again"});
    self_->quit(std::move(m.reason));
  });
  self_->set_exception_handler([this](std::exception_ptr& thrown) {
    auto reason = make_error(thrown);
    log::error("a session's actor failed",
               {{"session", record_.session_id}, {"reason", to_failure(reason).detail}});
    fail_all({errc::internal, "the session's actor failed; send the message again"});
    return reason;
  });
  env_->metrics.sessions_awake.Increment();
  self_->attach_functor([env] { env->metrics.sessions_awake.Decrement(); });
  from.from == session_origin::kind::fresh ? open(from) : load(from);
}

void state::open(const session_origin& from) {
  record_.principal = from.principal;
  record_.created_at = record_.last_active_at = wall_clock();
  record_.epoch = with_->epoch;
}

// Awaited: the session looks at nothing else before it knows itself.
void state::load(const session_origin& from) {
  self_->request(with_->readers[key_], caf::infinite, find_session{from.session_id})
      .await(
          [this, from](found_session& found) {
            if (found.session) {
              record_ = std::move(*found.session);
              record_.epoch = with_->epoch;
              stored_ = true;
              unfinished_ = found.open_turn;
            } else if (from.from == session_origin::kind::derived)
              open(from);
            else
              unusable_ = {errc::unknown_session, "there is no session " + from.session_id};
          },
          [this](caf::error&) {
            unusable_ = {errc::store_unavailable, "the session could not be read from the store; try again"};
          });
}

failure state::refusal(const caller& who) const {
  if (unusable_.code != errc::none) return unusable_;
  // Somebody else's session looks like none at all.
  if (!who.admin && who.principal != record_.principal)
    return {errc::unknown_session, "there is no session " + record_.session_id};
  return {};
}

bool state::closing() const {
  return std::ranges::any_of(changes_,
                             [](const pending_change& c) { return c.wanted.what == session_change::close; });
}

/// Why no new message is taken. A retry is none.
failure state::refusal_of_message() const {
  if (record_.status == session_status::closed || closing())
    return {errc::session_closed,
            "session " + record_.session_id + " is closed; leave session_id out to begin another"};
  if (queue_.size() >= env_->max_waiting)
    return {errc::session_busy,
            std::to_string(queue_.size()) + " messages wait in this session already; wait for their answers"};
  return {};
}

caf::result<event_batch> state::submit(submit_turn s) {
  touched_ = now();
  auto promise = self_->make_response_promise<event_batch>();
  if (auto refused = refusal(s.request.who); refused.code != errc::none) {
    promise.deliver(make_error(std::move(refused)));
  } else {
    with_ = s.with;
    auto asked = waiting_turn{};
    asked.client_message_id = s.request.client_message_id;
    asked.fingerprint = fingerprint(s.request.text, s.request.customer);
    asked.callers.push_back({promise, 0, s.request.max_bytes});
    asked.with = std::move(s.with);
    asked.admission = std::move(s.admission);
    asked.of = std::move(s.request);
    finish_open_turn([this, asked]() mutable {
      if (!joins(asked)) look_up(std::move(asked));
    });
  }
  arm();
  return promise;
}

/// A retry of a turn that runs or waits here gets that turn's answer.
bool state::joins(const waiting_turn& asked) {
  if (asked.client_message_id.empty()) return false;
  auto call = asked.callers.front();
  if (current_ && current_->record().client_message_id == asked.client_message_id) {
    if (current_->record().fingerprint != asked.fingerprint)
      return call.promise.deliver(make_error(conflict(asked.client_message_id))), true;
    call.after = before_first_event(current_->seq(), current_->attempt());
    call.of_turn = current_->seq();
    return serve(std::move(call)), true;
  }
  const auto earlier =
      std::ranges::find(superseded_, asked.client_message_id, &turn_record::client_message_id);
  if (earlier != superseded_.end()) {
    if (earlier->fingerprint != asked.fingerprint)
      return call.promise.deliver(make_error(conflict(asked.client_message_id))), true;
    call.after = before_first_event(earlier->seq, earlier->attempt);
    call.of_turn = current_->seq();
    return serve(std::move(call)), true;
  }
  const auto same = std::ranges::find(queue_, asked.client_message_id, &waiting_turn::client_message_id);
  if (same == queue_.end()) return false;
  if (same->fingerprint != asked.fingerprint)
    return call.promise.deliver(make_error(conflict(asked.client_message_id))), true;
  same->callers.push_back(std::move(call));
  return true;
}

// Awaited: the order of the messages is the order of the turns.
void state::look_up(waiting_turn asked) {
  if (const auto* request = std::get_if<chat_request>(&asked.of); request && request->threaded && !stored_) {
    const auto at = wall_clock();
    const auto new_id = [this, at] { return env_->identity.new_turn(at / 1000); };
    record_.thread = storage::thread_of({});
    auto turns = told_before(record_, request->before, env_->told_before, new_id, at);
    return tell_before(std::move(turns), std::move(asked));
  }
  if (asked.client_message_id.empty() || !stored_) return admit(std::move(asked));
  const auto& id = asked.client_message_id;
  self_->request(with_->readers[key_], caf::infinite, find_turn{{}, record_.session_id, id})
      .await(
          [this, asked](found_turn& found) mutable {
            if (!found.turn) return admit(std::move(asked));
            auto& call = asked.callers.front();
            switch (judge(*found.turn, asked.fingerprint)) {
            case repetition::again: return resume(found.turn->seq, std::move(asked), [] {});
            case repetition::replay:
              call.after = before_first_event(found.turn->seq, found.turn->attempt);
              return replay(std::move(call));
            case repetition::conflict:
              call.promise.deliver(make_error(conflict(asked.client_message_id)));
              return;
            case repetition::spent:
              call.promise.deliver(
                  make_error(errc::turn_failed,
                             "all attempts at this message failed; send it under a new client_message_id"));
              return;
            }
          },
          [asked](caf::error& e) mutable { deliver(asked.callers, e); });
}

/// What was said before the session began is stored one turn after the other, and then the message is taken.
void state::tell_before(std::vector<turn_record> turns, waiting_turn asked) {
  if (turns.empty()) return admit(std::move(asked));
  auto first = std::move(turns.front());
  turns.erase(turns.begin());
  self_->request(with_->writer, caf::infinite, commit_turn{first})
      .await(
          [this, asked, turns = std::move(turns), behind = first.session](const committed& c) mutable {
            if (c.outcome.code != errc::none) return deliver(asked.callers, make_error(c.outcome));
            record_ = std::move(behind);
            stored_ = true;
            tell_before(std::move(turns), std::move(asked));
          },
          [asked](caf::error& e) mutable { deliver(asked.callers, e); });
}

/// Another attempt at a turn that was accepted and has not ended, before anything else happens in the
/// session.
void state::finish_open_turn(const std::function<void()>& then) {
  if (unfinished_ == 0) return then();
  resume(std::exchange(unfinished_, 0), {.with = with_}, then);
}

/// Loads a stored turn for another attempt, and goes on once that waits or is refused.
void state::resume(std::uint64_t seq, waiting_turn asked, const std::function<void()>& then) {
  self_->request(with_->readers[key_], caf::infinite, load_record{record_.session_id, seq})
      .await(
          [this, asked, then](found_record& found) mutable {
            attempt_again(std::move(found.record), std::move(asked));
            then();
          },
          [this, seq, asked, then](caf::error& e) mutable {
            if (asked.callers.empty()) unfinished_ = seq;
            deliver(asked.callers, e);
            then();
          });
}

void state::attempt_again(std::optional<turn_record> stored, waiting_turn asked) {
  if (!stored) return deliver(asked.callers, make_error(errc::unknown_turn, "the turn is not in the store"));
  // Nobody asked: this is a recovery, and a client's own retry was faster.
  if (asked.callers.empty() && stored->state != turn_state::accepted) return;
  if (stored->attempt >= max_attempts) {
    self_->request(with_->writer, caf::infinite, commit_turn{exhausted(std::move(*stored), wall_clock())})
        .then([](const committed&) {}, [](const caf::error&) {}); // unstored, it is found spent again
    return deliver(asked.callers, make_error(errc::turn_failed, "all attempts at this message failed"));
  }
  asked.client_message_id = stored->client_message_id;
  asked.fingerprint = stored->fingerprint;
  asked.of = std::move(*stored);
  enqueue(std::move(asked));
}

void state::admit(waiting_turn asked) {
  if (auto refused = refusal_of_message(); refused.code != errc::none)
    return deliver(asked.callers, make_error(std::move(refused)));
  enqueue(std::move(asked));
}

void state::enqueue(waiting_turn next) {
  queue_.push_back(std::move(next));
  start_next();
}

/// The next turn, or what may still be answered together with the current one.
void state::start_next() {
  if (changing_ || queue_.empty() || (current_ && !joins_burst(queue_.front()))) return;
  do {
    auto next = std::move(queue_.front());
    queue_.erase(queue_.begin());
    take_up(std::move(next));
  } while (!queue_.empty() && joins_burst(queue_.front()));
  drive(begun{});
}

/// A change that waits stands between what was said before it and after.
bool state::joins_burst(const waiting_turn& next) const {
  const auto* request = std::get_if<chat_request>(&next.of);
  return request && changes_.empty() && current_->may_give_way_to(*request);
}

void state::take_up(waiting_turn next) {
  auto* request = std::get_if<chat_request>(&next.of);
  if (request && (record_.customer_id.empty() || !request->customer.empty()))
    record_.customer_id =
        storage::customer_id(record_.session_id, request->customer, request->who, env_->identity);
  if (current_)
    supersede(std::move(*request), next);
  else {
    aftermath_.clear();
    const auto at = wall_clock();
    current_ = request
                   ? std::make_unique<turn>(record_, *request, env_->identity.new_turn(at / 1000),
                                            std::move(next.fingerprint), at, env_->limits)
                   : std::make_unique<turn>(record_, std::get<turn_record>(std::move(next.of)), env_->limits);
  }
  with_ = std::move(next.with);
  admission_ = std::move(next.admission);
  for (auto& call : next.callers) {
    call.after = before_first_event(current_->seq(), current_->attempt());
    call.of_turn = current_->seq();
    readers_.push_back(std::move(call));
  }
}

/// The current turn ends in a new one, which answers both messages.
void state::supersede(chat_request request, const waiting_turn& next) {
  const auto earlier = std::exchange(current_, nullptr);
  if (earlier->is_generating())
    self_->send(with_->generate_response[key_], drop_answer{earlier->record().turn_id});
  request.streamed |= earlier->is_streamed(); // its readers see how it goes on
  aftermath_.insert(aftermath_.end(), earlier->visible().begin(), earlier->visible().end());
  const auto at = wall_clock();
  const auto id = env_->identity.new_turn(at / 1000);
  superseded_.push_back(earlier->superseded_by(id, at));
  current_ = std::make_unique<turn>(superseded_.back(), request, id, next.fingerprint, at, env_->limits);
  for (auto& r : readers_)
    if (r.of_turn == earlier->seq()) r.of_turn = current_->seq();
  env_->metrics.turns("superseded").Increment();
}

void state::drive(turn_event happened) {
  for (const auto& c : current_->on(std::move(happened), now()))
    std::visit([this](const auto& wanted) { obey(wanted); }, c);
  serve_all();
  arm();
}

void state::obey(const store_record&) {
  const auto& record = current_->record();
  const auto final = record.state != turn_state::accepted;
  const auto told = [this, final](failure outcome) {
    if (outcome.code == errc::none) {
      stored_ = true;
      let_go_of_superseded();
    }
    if (final)
      drive(record_stored{std::move(outcome)});
    else
      drive(accept_stored{std::move(outcome)});
    start_next(); // what came while the acceptance was on its way
  };
  self_->request(with_->writer, caf::infinite, commit_turn{record, superseded_})
      .then([told](committed& c) { told(std::move(c.outcome)); },
            [told](caf::error& e) {
              told({errc::not_committed, "the store failed: " + to_failure(e).detail});
            });
}

/// They are in the record from now on.
void state::let_go_of_superseded() {
  if (superseded_.empty()) return;
  record_ = std::move(superseded_.back().session);
  superseded_.clear();
  aftermath_.clear();
}

void state::obey(const run_node& run) {
  switch (run.which) {
  case node::load_customer:
    return ask<loaded_customer>(run.which, with_->load_customer, current_->to_load_customer());
  case node::classify: return ask<classified>(run.which, with_->classify, current_->to_classify());
  case node::get_context:
    return ask<found_context>(run.which, with_->get_context, current_->to_get_context(with_->index));
  case node::generate_response:
    return ask<generated>(run.which, with_->generate_response, current_->to_generate_response(with_->policy));
  case node::analyze_query:
    return ask<insight>(run.which, with_->analyze_query, current_->to_analyze_query());
  case node::log_response:
    return ask<logged>(run.which, with_->log_response, current_->to_log_response(now()));
  }
}

template <class Result, class Handle, class Request>
void state::ask(node which, const pool<Handle>& workers, Request request) {
  const auto seq = current_->seq();
  const auto mine = [this, seq] { return current_ && current_->seq() == seq; };
  self_->request(workers[key_], caf::infinite, std::move(request))
      .then(
          [this, mine](Result& r) {
            if (mine()) drive(node_answered{std::move(r)});
          },
          [this, mine, which](caf::error& e) {
            if (!mine()) return;
            log::warning("a node failed", {{"node", session::name(which)}, {"reason", to_failure(e).detail}});
            drive(node_failed{which});
          });
}

void state::obey(const give_up& g) {
  if (!aftermath_.empty() && !superseded_.empty()) {
    // What was shown of a superseded turn has an end as well, though the store knows none yet.
    const auto& shown = aftermath_.back();
    aftermath_.push_back(
        {shown.id + 1, event_type::run_error, shown.turn_id, std::string{troupe::name(g.why.code)}, g.why.detail});
  }
  serve_all(); // who can see a RUN_ERROR gets that
  const auto seq = current_->seq();
  const auto hit = std::ranges::partition(readers_, [seq](const reader& r) { return r.of_turn != seq; });
  auto failed = std::vector<reader>{std::make_move_iterator(hit.begin()), std::make_move_iterator(hit.end())};
  readers_.erase(hit.begin(), hit.end());
  deliver(failed, make_error(g.why));
}

void state::obey(const end_turn&) {
  serve_all();
  report_turn();
  const auto& ended = current_->record();
  if (current_->answered())
    record_ = ended.session;
  else if (current_->accepted()) {
    record_.turns = ended.seq;
    unfinished_ = ended.seq;
    aftermath_.assign(current_->visible().begin(), current_->visible().end());
  } else if (!aftermath_.empty()) {
    // Of the turns that it superseded one was accepted, and is open still.
    record_.turns = position(aftermath_.back().id).seq;
    unfinished_ = record_.turns;
  }
  superseded_.clear();
  current_.reset();
  admission_.reset();
  with_ = queue_.empty() ? with_ : queue_.front().with;
  change_next();
  start_next();
}

caf::result<event_batch> state::next(const next_events& n) {
  touched_ = now();
  auto promise = self_->make_response_promise<event_batch>();
  if (auto refused = refusal(n.who); refused.code != errc::none)
    promise.deliver(make_error(std::move(refused)));
  else
    serve({promise, n.after, n.max_bytes, now() + std::chrono::milliseconds{n.wait_ms}});
  arm();
  return promise;
}

/// Older events come from the record, those of the running turn from memory; who has seen all of them waits.
void state::serve(reader r) {
  if (r.after < record_.last_event) return replay(std::move(r));
  auto events = slice(aftermath_, r.after, r.max_bytes);
  if (events.empty() && current_) events = slice(current_->visible(), r.after, r.max_bytes);
  if (!events.empty()) {
    r.promise.deliver(event_batch{record_.session_id, std::move(events), false});
    return;
  }
  if (record_.status == session_status::closed || r.until <= now()) {
    r.promise.deliver(event_batch{record_.session_id, {}, record_.status == session_status::closed});
    return;
  }
  readers_.push_back(std::move(r));
}

void state::serve_all() {
  for (auto& r : std::exchange(readers_, {})) serve(std::move(r));
}

void state::replay(reader r) {
  ++pending_;
  self_->request(with_->readers[key_], caf::infinite, read_events{record_.session_id, r.after, r.max_bytes})
      .then([this, r](event_batch& batch) mutable { --pending_, r.promise.deliver(std::move(batch)); },
            [this, r](caf::error& e) mutable { --pending_, r.promise.deliver(std::move(e)); });
}

caf::result<session_record> state::view(const view_session& v) {
  arm(); // what woke only to be looked at goes to sleep again
  if (auto refused = refusal(v.who); refused.code != errc::none) return make_error(std::move(refused));
  return record_;
}

caf::result<session_record> state::change(const change_session& c) {
  touched_ = now();
  arm();
  if (auto refused = refusal(c.who); refused.code != errc::none) return make_error(std::move(refused));
  if (unfinished_ != 0) {
    finish_open_turn([] {});
    return make_error(errc::not_committed, "the answer to the last message is not stored yet; try again");
  }
  if (changes_.size() >= env_->max_waiting)
    return make_error(errc::session_busy,
                      std::to_string(changes_.size()) + " changes wait in this session already");
  changes_.push_back({c, self_->make_response_promise<session_record>()});
  auto promise = changes_.back().promise;
  change_next();
  return promise;
}

void state::change_next() {
  while (!changes_.empty() && !current_ && !changing_) {
    const auto& next = changes_.front();
    if (next.wanted.what == session_change::close && !queue_.empty()) return;
    auto doing = std::move(changes_.front());
    changes_.erase(changes_.begin());
    if (is_done(doing.wanted.what, record_))
      doing.promise.deliver(record_);
    else if (auto refused = refusal_of(doing.wanted, record_); refused.code != errc::none)
      doing.promise.deliver(make_error(std::move(refused)));
    else
      return store(std::move(doing));
  }
}

// Awaited: what comes in the meantime meets the session as it is then.
void state::store(pending_change doing) {
  changing_ = true;
  const auto done = [this] {
    changing_ = false;
    serve_all();
    change_next();
    start_next();
  };
  const auto at = wall_clock();
  const auto made = changed(record_, doing.wanted, env_->identity.new_turn(at / 1000), at);
  self_->request(with_->writer, caf::infinite, commit_turn{made})
      .await(
          [this, doing, done, behind = made.session](const committed& c) mutable {
            if (c.outcome.code == errc::none) {
              record_ = std::move(behind);
              stored_ = true;
              doing.promise.deliver(record_);
            } else
              doing.promise.deliver(make_error(c.outcome));
            done();
          },
          [doing, done](caf::error& e) mutable {
            doing.promise.deliver(std::move(e));
            done();
          });
}

caf::result<history_page> state::history(const view_history& h) {
  arm();
  if (auto refused = refusal(h.who); refused.code != errc::none) return make_error(std::move(refused));
  const auto before = h.before.empty() ? std::optional{record_.turns} : turn_of(h.before);
  if (!before)
    return make_error(errc::bad_request, "before: \"" + h.before + "\" is no message_id of this session");
  auto promise = self_->make_response_promise<history_page>();
  ++pending_;
  // One more than the page tells whether there are more; another two, for the turn of `before` is cut in the
  // middle.
  self_
      ->request(with_->readers[key_], caf::infinite,
                read_history{record_.session_id, *before + 1, h.limit + std::size_t{3}})
      .then(
          [this, promise, h](stored_history& s) mutable {
            --pending_, promise.deliver(page_of(std::move(s.messages), h.before, h.limit));
          },
          [this, promise](caf::error& e) mutable { --pending_, promise.deliver(std::move(e)); });
  return promise;
}

void state::recover(const recover_session& r) {
  with_ = r.with;
  if (unusable_.code == errc::none) finish_open_turn([] {});
  arm();
}

void state::hear(generated_text t) {
  // What is said of an earlier attempt, or a turn that has ended, is nobody's text.
  if (current_ && current_->record().turn_id == t.turn_id && current_->attempt() == t.attempt)
    drive(text_came{std::move(t.text)});
}

void state::wake() {
  armed_ = steady_time::max();
  if (current_) drive(time_passed{});
  serve_all();
  const auto idle = unusable_.code != errc::none || now() >= touched_ + env_->idle;
  if (idle && !busy()) self_->send(with_->directory, retire_request{record_.session_id});
  arm();
}

void state::retire() {
  if (busy()) {
    self_->send(with_->directory, stay{record_.session_id});
    return;
  }
  for (auto& r : std::exchange(readers_, {})) r.promise.deliver(event_batch{record_.session_id, {}, false});
  self_->quit();
}

void state::fail_all(const failure& why) {
  const auto e = make_error(why);
  deliver(readers_, e);
  for (auto& w : queue_) deliver(w.callers, e);
  for (auto& c : changes_) c.promise.deliver(e);
  readers_.clear();
  queue_.clear();
  changes_.clear();
}

void state::report_turn() const {
  const auto& r = current_->record();
  const auto& a = current_->reply();
  auto& m = env_->metrics;
  m.turns(current_->answered() ? "answered" : "failed").Increment();
  m.turn_seconds.Observe(a.total_ms / 1000);
  m.turn_overhead_seconds.Observe((a.total_ms - a.llm_ms) / 1000);
  for (const auto& s : workflow)
    m.node_seconds(s.name).Observe(a.node_ms[static_cast<std::size_t>(s.id)] / 1000);
  for (const auto& d : a.degraded) m.degraded(d).Increment();
  if (a.strategy) m.strategy(a.strategy->strategy).Increment();
  log::info("turn", {{"turn", r.turn_id},
                     {"outcome", current_->answered() ? "answered" : "failed"},
                     {"ms", a.total_ms},
                     {"intent", a.classification.intent},
                     {"strategy", a.strategy ? std::string_view{a.strategy->strategy} : std::string_view{}},
                     {"supported", a.supported},
                     {"degraded", a.degraded.size()}});
}

/// One timer for everything that is waited for. It is only moved forward: an early wake-up costs less than a
/// message a turn.
void state::arm() {
  auto next = current_ ? current_->next_wake() : unusable_.code != errc::none ? now() : touched_ + env_->idle;
  for (const auto& r : readers_) next = std::min(next, r.until);
  if (next >= armed_) return;
  armed_ = next;
  self_->send(with_->timer, timer::arm{caf::actor_cast<timer::client>(self_), next});
}

handle::behavior_type behavior(handle::stateful_pointer<state> self, const session_origin& from,
                               std::shared_ptr<const wiring> with, const environment* env) {
  self->state.start(self, from, std::move(with), env);
  return {
      [self](submit_turn& s) { return self->state.submit(std::move(s)); },
      [self](const next_events& n) { return self->state.next(n); },
      [self](const view_session& v) { return self->state.view(v); },
      [self](const change_session& c) { return self->state.change(c); },
      [self](const view_history& h) { return self->state.history(h); },
      [self](const recover_session& r) { self->state.recover(r); },
      [self](generated_text& t) { self->state.hear(std::move(t)); },
      [self](timer_due) { self->state.wake(); },
      [self](troupe::retire) { self->state.retire(); },
  };
}

} // namespace troupe::session
