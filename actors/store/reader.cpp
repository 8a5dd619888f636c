#include "actors/store/behavior.hpp"
#include "actors/store/reading.hpp"
#include "messages/error.hpp"

#include <limits>

namespace troupe::store {
namespace {

/// Whatever is in the mailbox by now shares a view: it was sent before the view opens, so it sees all that
/// its sender knew to be durable. close_view stands behind it.
void share_view(reader::stateful_pointer<reader_state> self) {
  auto& s = self->state;
  if (s.viewing) return;
  s.ports.view->open();
  s.viewing = true;
  self->send(self, close_view{});
}

template <class Read>
auto read_in_view(reader::stateful_pointer<reader_state> self, Read read) {
  return attempt_to_read([self, read] {
    share_view(self);
    return read();
  });
}

} // namespace

reader::behavior_type reader_behavior(reader::stateful_pointer<reader_state> self, const open_reader& open) {
  self->set_exception_handler([](std::exception_ptr& e) { return make_error(e); });
  self->state.ports = open();
  const auto& from = self->state.ports;
  return {
      [self, &from](const find_session& f) {
        return read_in_view(self, [&] {
          return found_session{from.conversations->session(f.session_id),
                               from.conversations->open_turn(f.session_id)};
        });
      },
      [self, &from](const find_turn& f) {
        return read_in_view(self, [&] {
          return found_turn{f.turn_id.empty()
                                ? from.conversations->turn_by_message(f.session_id, f.client_message_id)
                                : from.conversations->turn(f.turn_id)};
        });
      },
      [self, &from](const load_record& l) {
        return read_in_view(self,
                            [&] { return found_record{from.conversations->record(l.session_id, l.seq)}; });
      },
      [self, &from](const read_events& r) {
        return read_in_view(self, [&] {
          return event_batch{r.session_id, from.conversations->events(r.session_id, r.after, r.max_bytes),
                             false};
        });
      },
      [self, &from](const read_history& r) {
        return read_in_view(self, [&] {
          return stored_history{from.conversations->history(r.session_id, r.before_seq, r.limit)};
        });
      },
      [self, &from](const find_thread& f) {
        return read_in_view(self,
                            [&] { return found_thread{from.conversations->threads(f.principal, f.thread)}; });
      },
      [self, &from](const list_sessions& l) {
        return read_in_view(self, [&] {
          // One more than the page tells whether there are more.
          auto page = session_page{from.conversations->sessions(l.status, l.before, l.limit + 1), false};
          page.has_more = page.sessions.size() > l.limit;
          if (page.has_more) page.sessions.pop_back();
          return page;
        });
      },
      [self, &from](const read_customer& r) {
        return read_in_view(self, [&] {
          auto found = found_customer{from.customers->find(r.customer_id), {}};
          if (r.history_limit > 0)
            found.history = from.conversations->history(r.session_id, r.before_seq, r.history_limit);
          return found;
        });
      },
      [self, &from](const list_customers& l) {
        return read_in_view(self, [&] {
          auto page = customer_page{from.customers->list(l.matching, l.before, l.limit + 1), false};
          page.has_more = page.customers.size() > l.limit;
          if (page.has_more) page.customers.pop_back();
          return page;
        });
      },
      [self, &from](const read_customer_whole& r) {
        return read_in_view(self, [&] {
          auto whole = whole_customer{from.customers->find(r.customer_id),
                                      from.conversations->sessions_of(r.customer_id),
                                      {},
                                      from.customers->feedback_of(r.customer_id)};
          for (const auto& s : whole.sessions)
            whole.said.push_back(
                from.conversations->history(s.session_id, 0, std::numeric_limits<std::size_t>::max()));
          return whole;
        });
      },
      [self, &from](const read_sessions_of& r) {
        return read_in_view(self, [&] {
          return session_page{from.conversations->sessions_of(r.customer_id), false};
        });
      },
      [self, &from](const read_similar& r) {
        return read_in_view(
            self, [&] { return similar_customers{from.customers->similar(r.customer_id, r.limit)}; });
      },
      [self, &from](read_documents) {
        return read_in_view(self, [&] { return stored_documents{from.knowledge->documents()}; });
      },
      [self, &from](read_open_sessions) {
        return read_in_view(self, [&] { return open_sessions{from.conversations->open_sessions()}; });
      },
      [self](close_view) {
        self->state.viewing = false;
        self->state.ports.view->close();
      },
  };
}

} // namespace troupe::store
