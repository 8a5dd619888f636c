#include "actors/session/turn.hpp"

#include "actors/session/change.hpp"
#include "actors/session/escalation.hpp"
#include "storage/thread.hpp"

#include <algorithm>

namespace troupe::session {
namespace {

/// Said when no answer could be made at all.
constexpr std::string_view apology = "I am sorry, I could not put an answer together just now. Would you "
                                     "like me to pass you on to a colleague?";

constexpr std::string_view passed_on = "I am passing you on to a colleague. They will answer you here.";

double milliseconds_between(steady_time from, steady_time to) noexcept {
  return std::chrono::duration<double, std::milli>(to - from).count();
}

turn_record new_record(const session_record& session, const chat_request& request, std::string turn_id,
                       std::string fingerprint, timestamp at) {
  auto r = turn_record{};
  r.session = session;
  r.turn_id = std::move(turn_id);
  r.seq = session.turns + 1;
  r.client_message_id = request.client_message_id;
  r.fingerprint = std::move(fingerprint);
  r.message = request.text;
  r.ref = request.customer;
  r.created_at = at;
  return r;
}

/// What the customer said in a burst, as if it had been said at once.
std::string asked_in(const turn_record& r) {
  auto all = std::string{};
  for (const auto& said : r.burst) all += said + '\n';
  return all + r.message;
}

turn_record in_place_of(const turn_record& superseded, const chat_request& request, std::string turn_id,
                        std::string fingerprint, timestamp at) {
  auto r = new_record(superseded.session, request, std::move(turn_id), std::move(fingerprint), at);
  r.burst = superseded.burst;
  r.burst.push_back(superseded.message);
  if (r.ref.empty()) r.ref = superseded.ref;
  return r;
}

turn_record next_attempt(const session_record& session, turn_record earlier) {
  earlier.session = session;
  earlier.attempt += 1;
  earlier.state = turn_state::accepted;
  earlier.ended_at = 0;
  return earlier;
}

} // namespace

turn::turn(const session_record& session, const chat_request& request, std::string turn_id,
           std::string fingerprint, timestamp at, const turn_limits& limits)
    : turn{new_record(session, request, std::move(turn_id), std::move(fingerprint), at), request.streamed,
           limits} {}

turn::turn(const turn_record& superseded, const chat_request& request, std::string turn_id,
           std::string fingerprint, timestamp at, const turn_limits& limits)
    : turn{in_place_of(superseded, request, std::move(turn_id), std::move(fingerprint), at), request.streamed,
           limits} {}

turn::turn(const session_record& session, turn_record earlier, const turn_limits& limits)
    : turn{next_attempt(session, std::move(earlier)), true, limits} {}

turn::turn(turn_record record, bool accept_first, const turn_limits& limits)
    : limits_{limits}, accept_first_{accept_first}, earlier_{record.events.size()}, record_{
                                                                                        std::move(record)} {
  asked_ = asked_in(record_);
  before_ = record_.session.escalation;
  customer_.customer_id = record_.session.customer_id;
  answer_.session_id = record_.session.session_id;
  answer_.turn_id = record_.turn_id;
  answer_.customer_id = record_.session.customer_id;
  bot_has_it_ = record_.session.status != session_status::escalated;
  answer_.silent = !bot_has_it_;
  if (bot_has_it_) record_.session.status = session_status::awaiting_user_reply;
  record_.session.turns = std::max(record_.session.turns, record_.seq);
  record_.session.last_active_at = record_.created_at;
}

std::vector<command> turn::on(turn_event happened, steady_time now) {
  auto out = std::vector<command>{};
  std::visit(
      [&]<class Event>(Event& e) {
        if constexpr (std::is_same_v<Event, begun>) begin(now, out);
        if constexpr (std::is_same_v<Event, accept_stored>) accept(std::move(e.outcome), out);
        if constexpr (std::is_same_v<Event, node_answered>) take(std::move(e.result), now);
        if constexpr (std::is_same_v<Event, node_failed>) fail(e.which, now);
        if constexpr (std::is_same_v<Event, text_came>) hear(std::move(e.piece));
        if constexpr (std::is_same_v<Event, time_passed>) expire(now);
        if constexpr (std::is_same_v<Event, record_stored>) close(std::move(e.outcome), out);
      },
      happened);
  if (!over_) advance(now, out);
  return out;
}

void turn::introduce() {
  if (record_.attempt > 0) return emit(event_type::run_restarted, {}, std::to_string(record_.attempt));
  emit(event_type::run_started);
  emit_message(customer_message_id(record_.seq), "customer", {&record_.message, 1});
}

void turn::begin(steady_time now, std::vector<command>& out) {
  begun_ = now;
  introduce();
  accepting_ = accept_first_;
  if (accept_first_) out.emplace_back(store_record{});
}

bool turn::may_give_way_to(const chat_request& next) const {
  if (!bot_has_it_ || accepting_ || storing_ || gave_up_ || over_) return false;
  if (accept_first_ && (heard_ > 0 || at(node::generate_response).at == phase::settled)) return false;
  const auto same_customer = next.customer.empty() || next.customer == record_.ref;
  return same_customer && record_.burst.size() < limits_.most_superseded
         && asked_.size() + 1 + next.text.size() <= limits_.burst_bytes;
}

turn_record turn::superseded_by(const std::string& successor, timestamp now) {
  if (n_ == 0) introduce();
  over_ = true;
  for (const auto& s : workflow)
    if (at(s.id).at == phase::running) emit(event_type::step_finished, std::string{s.name});
  if (auto& thread = record_.session.thread; !thread.empty())
    thread = storage::thread_after(thread, role::customer, record_.message);
  record_.state = turn_state::superseded;
  record_.ended_at = now;
  record_.session.last_active_at = now;
  record_.session.escalation = before_; // an answer that nobody saw has offered nothing
  auto pointer = answer{};
  pointer.session_id = answer_.session_id;
  pointer.turn_id = answer_.turn_id;
  pointer.customer_id = answer_.customer_id;
  pointer.superseded_by = successor;
  pointer.status = record_.session.status;
  pointer.total_ms = static_cast<double>(now - record_.created_at) / 1000;
  emit(event_type::run_finished, successor, render(pointer));
  return record_;
}

void turn::accept(failure outcome, std::vector<command>& out) {
  accepting_ = false;
  accepted_ = outcome.code == errc::none;
  if (!accepted_) give_up_on(std::move(outcome), out);
}

void turn::close(failure outcome, std::vector<command>& out) {
  stored_ = outcome.code == errc::none;
  if (!stored_) give_up_on(std::move(outcome), out);
  over_ = true;
  out.emplace_back(end_turn{});
}

void turn::take(node_result result, steady_time now) {
  const auto which = std::visit([](const auto& r) { return writer_of(r); }, result);
  if (at(which).at != phase::running) return; // it came too late: the turn went on without it
  std::visit([this](auto& r) { keep(std::move(r)); }, result);
  settle(which, now);
}

void turn::keep(loaded_customer r) {
  history_ = std::move(r.history);
  customer_ = std::move(r.who);
  record_.new_customer = r.is_new;
  record_.who = customer_;
}

void turn::keep(classified r) {
  const auto why = bot_has_it_ ? called_for(record_.session.escalation, r) : escalation_reason::none;
  answer_.classification = std::move(r.found);
  embedding_ = std::move(r.embedding);
  if (r.one_tier_down) note_degraded("embedding");
  if (why != escalation_reason::none) hand_over(why);
}

void turn::keep(found_context r) {
  context_ = std::move(r);
  if (context_.one_tier_down) note_degraded("embedding");
}

void turn::keep(insight r) { answer_.insight = std::move(r); }

void turn::keep(generated r) {
  for (const auto& piece : r.pieces) answer_.text += piece;
  answer_.citations = std::move(r.citations);
  answer_.supported = r.supported;
  record_.session.escalation = after_answer(record_.session.escalation, r);
  answer_.strategy = std::move(r.choice);
  answer_.by_llm = r.by_llm;
  answer_.usage = std::move(r.usage);
  answer_.llm_ms = r.llm_ms;
  if (r.llm_failed) answer_.degraded.emplace_back("llm");
  say(r.pieces, r.streamed);
}

/// From here on the bot is silent; its last words say so.
void turn::hand_over(escalation_reason why) {
  bot_has_it_ = false;
  record_.session.status = session_status::escalated;
  record_.session.escalation = {why, {}, escalation_reason::none, 0};
  answer_.text = passed_on;
  emit_message(assistant_message_id(record_.seq), "assistant", {&answer_.text, 1});
}

/// A human gets what is known of the customer and of the message, and answers without the other nodes.
bool turn::is_for_human(node id) const noexcept {
  return id == node::load_customer || id == node::classify || id == node::log_response;
}

void turn::keep(logged r) {
  record_.metrics = r.metrics;
  record_.has_decision = answer_.strategy.has_value();
  if (answer_.strategy) record_.choice = *answer_.strategy;
}

void turn::note_degraded(std::string_view what) {
  if (std::ranges::find(answer_.degraded, what) == answer_.degraded.end())
    answer_.degraded.emplace_back(what);
}

void turn::fail(node which, steady_time now) {
  if (at(which).at != phase::running) return;
  note_degraded(name(which));
  if (which == node::generate_response) {
    answer_.text = apology;
    record_.session.escalation.offered = escalation_reason::missing_knowledge;
    say({&answer_.text, 1}, 0);
  }
  settle(which, now);
}

/// Text is shown while it is being written only where the turn was accepted first.
void turn::hear(std::string piece) {
  if (!accept_first_ || at(node::generate_response).at != phase::running) return;
  if (n_ >= max_events_per_attempt) return; // the whole is said in the end
  if (heard_++ == 0) emit(event_type::text_start, assistant_message_id(record_.seq), "assistant");
  emit_piece(assistant_message_id(record_.seq), std::move(piece));
}

/// The whole answer. Where it is not what was heard so far, with `heard` of its pieces, that is taken back.
void turn::say(std::span<const std::string> pieces, std::size_t heard) {
  if (heard_ != 0 && heard_ != heard) restart();
  if (heard_ == 0) return emit_message(assistant_message_id(record_.seq), "assistant", pieces);
  for (const auto& piece : pieces.subspan(heard)) emit_piece(assistant_message_id(record_.seq), piece);
  emit(event_type::text_end, assistant_message_id(record_.seq));
}

/// Takes back what was shown of the answer: in the record an attempt's text is one answer. What runs has
/// begun in this attempt as well, for readers who see no other.
void turn::restart() {
  record_.attempt += 1;
  n_ = 0;
  heard_ = 0;
  emit(event_type::run_restarted, {}, std::to_string(record_.attempt));
  for (const auto& s : workflow)
    if (at(s.id).at == phase::running) emit(event_type::step_started, std::string{s.name});
}

void turn::expire(steady_time now) {
  for (const auto& s : workflow)
    if (at(s.id).at == phase::running && now >= deadline_of(s.id)) fail(s.id, now);
}

void turn::settle(node which, steady_time now) {
  at(which).at = phase::settled;
  settled_ = settled_ | step_of(which).writes;
  answer_.node_ms[static_cast<std::size_t>(which)] = milliseconds_between(at(which).started, now);
  emit(event_type::step_finished, std::string{name(which)});
}

void turn::advance(steady_time now, std::vector<command>& out) {
  if (waiting_ && now < debounced()) return;
  waiting_ = false;
  for (auto moved = true; moved;) {
    moved = false;
    for (const auto& s : workflow) {
      if (at(s.id).at != phase::waiting || !contains(settled_, s.reads)) continue;
      if (!bot_has_it_ && !is_for_human(s.id)) {
        at(s.id) = {phase::settled, now};
        settled_ = settled_ | s.writes;
        moved = true;
        continue;
      }
      at(s.id) = {phase::running, now};
      emit(event_type::step_started, std::string{s.name});
      if (now >= cutoff())
        fail(s.id, now);
      else
        out.emplace_back(run_node{s.id});
      moved = true;
    }
  }
  if (!storing_ && at(node::log_response).at == phase::settled) finish(now, out);
  if (!gave_up_ && now >= deadline())
    give_up_on({errc::not_committed, "the store did not commit turn " + record_.turn_id
                                         + " within the turn's deadline; try again"},
               out);
}

void turn::finish(steady_time now, std::vector<command>& out) {
  storing_ = true;
  answer_.total_ms = milliseconds_between(begun_, now);
  auto& escalation = record_.session.escalation;
  if (!bot_has_it_ && !answer_.silent) {
    escalation.summary = summary_of(*history_, asked_, answer_.classification);
    emit(event_type::custom, "handoff", handoff_value(escalation));
  }
  if (auto& thread = record_.session.thread; !thread.empty()) {
    thread = storage::thread_after(thread, role::customer, record_.message);
    if (!answer_.silent) thread = storage::thread_after(thread, role::assistant, answer_.text);
  }
  answer_.status = record_.session.status;
  answer_.escalation = escalation;
  record_.state = turn_state::answered;
  record_.ended_at =
      record_.created_at + std::chrono::duration_cast<std::chrono::microseconds>(now - begun_).count();
  record_.session.last_active_at = record_.ended_at;
  emit(event_type::run_finished, {}, render(answer_));
  out.emplace_back(store_record{});
}

void turn::give_up_on(failure why, std::vector<command>& out) {
  if (gave_up_) return;
  gave_up_ = true;
  if (accepted_) {
    // What was promised durably is taken back where it can be seen; a stored answer stays stored and answers
    // a retry.
    if (storing_) record_.events.pop_back(), --n_;
    emit(event_type::run_error, std::string{name(why.code)}, why.detail);
  }
  out.emplace_back(give_up{std::move(why)});
}

void turn::emit(event_type type, std::string about, std::string text) {
  const auto id = event_id({record_.seq, record_.attempt, n_++});
  record_.events.push_back({id, type, record_.turn_id, std::move(about), std::move(text)});
  record_.session.last_event = id;
}

void turn::emit_message(const std::string& message_id, std::string_view from,
                        std::span<const std::string> pieces) {
  emit(event_type::text_start, message_id, std::string{from});
  for (const auto& piece : pieces) emit_piece(message_id, piece);
  emit(event_type::text_end, message_id);
}

void turn::emit_piece(const std::string& message_id, std::string piece) {
  if (n_ < max_events_per_attempt)
    emit(event_type::text_content, message_id, std::move(piece));
  else
    record_.events.back().text += piece;
}

std::span<const event> turn::visible() const noexcept {
  const auto all = std::span{record_.events};
  if (stored_ && !gave_up_) return all;
  if (!accepted_) return all.first(earlier_);
  return storing_ && !gave_up_ ? all.first(all.size() - 1) : all;
}

steady_time turn::deadline_of(node which) const noexcept {
  return std::min(at(which).started + limits_.node[static_cast<std::size_t>(which)], cutoff());
}

/// What a step could do without is begun by then or not at all: the rest of its time is for what it cannot.
steady_time turn::half_time_of(node which) const noexcept {
  return at(which).started + (deadline_of(which) - at(which).started) / 2;
}

steady_time turn::next_wake() const noexcept {
  if (waiting_) return debounced();
  auto next = gave_up_ ? steady_time::max() : deadline();
  for (const auto& s : workflow)
    if (at(s.id).at == phase::running) next = std::min(next, deadline_of(s.id));
  return next;
}

load_customer_request turn::to_load_customer() const {
  return {record_.session.session_id, record_.session.customer_id, record_.ref,
          record_.seq - 1 - record_.burst.size()};
}
classify_request turn::to_classify() const { return {asked_, half_time_of(node::classify)}; }
get_context_request turn::to_get_context(std::shared_ptr<const retrieval::index> index) const {
  return {asked_, history_, std::move(index), embedding_, half_time_of(node::get_context)};
}
generate_request turn::to_generate_response(std::shared_ptr<const learning::snapshot> policy) const {
  // The last attempt has no other to take its text back in.
  const auto streamed = accept_first_ && record_.attempt < max_attempts;
  return {record_.turn_id,           asked_,          record_.seq,
          answer_.classification,    context_,        history_,
          std::move(policy),         record_.attempt, streamed,
          record_.session.principal, answer_.insight, deadline_of(node::generate_response)};
}
analyze_request turn::to_analyze_query() const { return {customer_}; }
log_request turn::to_log_response(steady_time now) const {
  return {asked_, answer_.classification, milliseconds_between(begun_, now) / 1000};
}

} // namespace troupe::session
