#include "actors/directory/behavior.hpp"

#include "messages/error.hpp"
#include "storage/customer_id.hpp"
#include "storage/thread.hpp"

#include <caf/send.hpp>

#include <chrono>

namespace troupe::directory {
namespace {

timestamp wall_clock() {
  using namespace std::chrono;
  return duration_cast<microseconds>(system_clock::now().time_since_epoch()).count();
}

} // namespace

void state::start(handle::stateful_pointer<state> self, const options* o) {
  self_ = self;
  options_ = o;
  self_->set_down_handler([this](const caf::down_msg& m) { gone(m.source); });
  self_->set_exit_handler([this](caf::exit_msg& m) { stop(std::move(m.reason)); });
}

state::~state() {
  for (const auto& [id, place] : sessions_) {
    caf::anon_send_exit(place.actor, caf::exit_reason::user_shutdown);
    for (const auto& send : place.held) send(place.actor); // refused there, behind the exit
  }
}

failure state::unready() const {
  if (stopping_) return {errc::shutting_down, "the server is stopping"};
  if (!with_ || !with_->index || !with_->policy)
    return {errc::store_unavailable, "the server is starting; try again in a moment"};
  return {};
}

placement& state::wake(const session_origin& origin) {
  auto& [id, place] = *sessions_.try_emplace(origin.session_id).first;
  if (!place.actor) {
    place.actor = options_->spawn(origin, with_);
    self_->monitor(place.actor);
    ids_.emplace(place.actor.address(), &id);
  }
  return place;
}

template <class Reply, class Message>
void state::send_on(caf::typed_response_promise<Reply> promise, const session_origin& origin,
                    Message message) {
  if (auto why = unready(); why.code != errc::none) return (void)promise.deliver(make_error(std::move(why)));
  auto& place = wake(origin);
  if (!place.retiring) return (void)promise.delegate(place.actor, std::move(message));
  if (place.held.size() >= options_->max_held)
    return (void)promise.deliver(
        make_error(errc::overloaded, "too many requests for session " + origin.session_id + "; try again"));
  place.held.push_back(
      [promise, message](const session::handle& to) mutable { promise.delegate(to, std::move(message)); });
}

template <class Reply, class Message>
caf::result<Reply> state::send_on(const session_origin& origin, Message message) {
  auto promise = self_->make_response_promise<Reply>();
  send_on(promise, origin, std::move(message));
  return promise;
}

template <class Reply, class Request>
caf::result<Reply> state::forward(Request request) {
  const auto origin = session_origin{request.session_id};
  return send_on<Reply>(origin, std::move(request));
}

caf::result<event_batch> state::chat(chat_request request) {
  // Our own copy of the ticket is no turn.
  if (static_cast<std::size_t>(turns_.use_count()) > options_->max_turns)
    return make_error(errc::overloaded,
                      std::to_string(options_->max_turns) + " turns are under way already; try again");
  if (request.session_id.empty() && !request.before.empty() && unready().code == errc::none)
    return find_thread(std::move(request));
  const auto origin = origin_of(request);
  return send_on<event_batch>(origin, submit_turn{std::move(request), with_, turns_});
}

session_origin state::origin_of(const chat_request& request) const {
  if (!request.session_id.empty())
    return {request.session_id, session_origin::kind::stored, request.who.principal};
  if (request.client_message_id.empty())
    return {options_->identity.new_session(), session_origin::kind::fresh, request.who.principal};
  return {options_->identity.session_for(request.who.principal, request.client_message_id),
          session_origin::kind::derived, request.who.principal};
}

/// A caller who repeats a conversation means the one session where it was held; where there is none, or more
/// than one, a new one begins with it.
caf::result<event_batch> state::find_thread(chat_request request) {
  auto promise = self_->make_response_promise<event_batch>();
  auto go_on = [this, promise](chat_request r) mutable {
    const auto origin = origin_of(r);
    send_on(std::move(promise), origin, submit_turn{std::move(r), with_, turns_});
  };
  self_
      ->request(with_->readers[0], caf::infinite,
                troupe::find_thread{request.who.principal, storage::thread_of(request.before)})
      .then(
          [go_on, request](found_thread& found) mutable {
            if (found.session_ids.size() == 1) {
              request.session_id = std::move(found.session_ids.front());
              request.before.clear();
            }
            go_on(std::move(request));
          },
          [promise](caf::error& e) mutable { promise.deliver(std::move(e)); });
  return promise;
}

/// Opened without a turn: the rows are written, and an actor is made when the first message comes.
caf::result<session_record> state::open(const open_session& o) {
  auto promise = self_->make_response_promise<session_record>();
  if (auto why = unready(); why.code != errc::none) return promise.deliver(make_error(std::move(why)));
  auto record = session_record{};
  record.session_id = options_->identity.new_session();
  record.principal = o.who.principal;
  record.customer_id = storage::customer_id(record.session_id, o.customer, o.who, options_->identity);
  record.created_at = record.last_active_at = wall_clock();
  record.epoch = with_->epoch;
  const auto fail = [promise](caf::error& e) mutable { promise.deliver(std::move(e)); };
  const auto write = [this, promise, record, fail] {
    self_->request(with_->writer, caf::infinite, write_session{record})
        .then(
            [promise, record](committed& c) mutable {
              c.outcome.code == errc::none ? promise.deliver(std::move(record))
                                           : promise.deliver(make_error(std::move(c.outcome)));
            },
            fail);
  };
  if (o.customer.empty())
    write();
  else
    self_
        ->request(with_->writer, caf::infinite,
                  create_customer{first_contact(record.customer_id, o.customer, record.created_at)})
        .then([write](const customer&) { write(); }, fail);
  return promise;
}

void state::recover(const open_sessions& open) {
  for (const auto& id : open.ids) self_->send(wake({id}).actor, recover_session{with_});
}

void state::let_go(const retire_request& r) {
  const auto known = sessions_.find(r.session_id);
  if (known == sessions_.end() || known->second.retiring) return;
  known->second.retiring = true;
  self_->send(known->second.actor, retire{});
}

void state::keep(const stay& s) {
  const auto known = sessions_.find(s.session_id);
  if (known == sessions_.end()) return;
  known->second.retiring = false;
  for (auto& send : std::exchange(known->second.held, {})) send(known->second.actor);
}

void state::gone(const caf::actor_addr& who) {
  const auto known = ids_.extract(who);
  if (known.empty()) return;
  const auto went = sessions_.extract(*known.mapped());
  if (stopping_ && sessions_.empty()) return self_->quit(stopping_);
  if (went.mapped().held.empty()) return;
  const auto& place = wake({went.key()});
  for (auto& send : went.mapped().held) send(place.actor);
}

void state::use(const use_wiring& w) { with_ = w.now; }

void state::stop(caf::error reason) {
  stopping_ = std::move(reason);
  if (sessions_.empty()) return self_->quit(stopping_);
  for (const auto& [id, place] : sessions_) self_->send_exit(place.actor, stopping_);
}

handle::behavior_type behavior(handle::stateful_pointer<state> self, const options* with) {
  self->state.start(self, with);
  return {
      [self](chat_request& c) { return self->state.chat(std::move(c)); },
      [self](next_events& n) { return self->state.forward<event_batch>(std::move(n)); },
      [self](const open_session& o) { return self->state.open(o); },
      [self](view_session& v) { return self->state.forward<session_record>(std::move(v)); },
      [self](change_session& c) { return self->state.forward<session_record>(std::move(c)); },
      [self](view_history& h) { return self->state.forward<history_page>(std::move(h)); },
      [self](const open_sessions& o) { self->state.recover(o); },
      [self](const retire_request& r) { self->state.let_go(r); },
      [self](const stay& s) { self->state.keep(s); },
      [self](const use_wiring& w) { self->state.use(w); },
  };
}

} // namespace troupe::directory
