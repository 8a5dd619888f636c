#include "actors/store/behavior.hpp"
#include "actors/store/reading.hpp"
#include "messages/error.hpp"

namespace troupe::store {

reader::behavior_type reader_behavior(reader::stateful_pointer<reader_state> self, const open_reader& open) {
  self->set_exception_handler([](std::exception_ptr& e) { return make_error(e); });
  self->state.ports = open();
  const auto& from = self->state.ports;
  return {
      [&from](const find_session& f) {
        return attempt_to_read([&] {
          return found_session{from.conversations->session(f.session_id),
                               from.conversations->open_turn(f.session_id)};
        });
      },
      [&from](const find_turn& f) {
        return attempt_to_read([&] {
          return found_turn{f.turn_id.empty()
                                ? from.conversations->turn_by_message(f.session_id, f.client_message_id)
                                : from.conversations->turn(f.turn_id)};
        });
      },
      [&from](const load_record& l) {
        return attempt_to_read([&] { return found_record{from.conversations->record(l.session_id, l.seq)}; });
      },
      [&from](const read_events& r) {
        return attempt_to_read([&] {
          return event_batch{r.session_id, from.conversations->events(r.session_id, r.after, r.max_bytes),
                             false};
        });
      },
      [&from](const read_history& r) {
        return attempt_to_read(
            [&] { return stored_history{from.conversations->history(r.session_id, r.before_seq, r.limit)}; });
      },
      [&from](const read_customer& r) {
        return attempt_to_read([&] {
          auto found = found_customer{from.customers->find(r.customer_id), {}};
          if (r.history_limit > 0)
            found.history = from.conversations->history(r.session_id, 0, r.history_limit);
          return found;
        });
      },
      [&from](const read_similar& r) {
        return attempt_to_read(
            [&] { return similar_customers{from.customers->similar(r.customer_id, r.limit)}; });
      },
      [&from](read_documents) {
        return attempt_to_read([&] { return stored_documents{from.knowledge->documents()}; });
      },
      [&from](read_open_sessions) {
        return attempt_to_read([&] { return open_sessions{from.conversations->open_sessions()}; });
      },
  };
}

} // namespace troupe::store
