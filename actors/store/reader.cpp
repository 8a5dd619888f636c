#include "actors/store/behavior.hpp"
#include "messages/error.hpp"
#include "storage/error.hpp"
#include "telemetry/log.hpp"

namespace troupe::store {
namespace {

template <class Read>
auto attempt(Read read) -> caf::result<decltype(read())> {
  try {
    return read();
  } catch (const storage::error& e) {
    log::error("the store could not be read", {{"reason", std::string_view{e.what()}}});
    return make_error(errc::store_unavailable, e.what());
  }
}

} // namespace

reader::behavior_type reader_behavior(reader::stateful_pointer<reader_state> self, const open_reader& open) {
  self->set_exception_handler([](std::exception_ptr& e) { return make_error(e); });
  self->state.ports = open();
  const auto& from = self->state.ports;
  return {
      [&from](const find_session& f) {
        return attempt([&] {
          return found_session{from.conversations->session(f.session_id),
                               from.conversations->open_turn(f.session_id)};
        });
      },
      [&from](const find_turn& f) {
        return attempt([&] {
          return found_turn{f.turn_id.empty()
                                ? from.conversations->turn_by_message(f.session_id, f.client_message_id)
                                : from.conversations->turn(f.turn_id)};
        });
      },
      [&from](const load_record& l) {
        return attempt([&] { return found_record{from.conversations->record(l.session_id, l.seq)}; });
      },
      [&from](const read_events& r) {
        return attempt([&] {
          return event_batch{r.session_id, from.conversations->events(r.session_id, r.after, r.max_bytes),
                             false};
        });
      },
      [&from](const read_history& r) {
        return attempt(
            [&] { return stored_history{from.conversations->history(r.session_id, r.before_seq, r.limit)}; });
      },
      [&from](const read_customer& r) {
        return attempt([&] {
          auto found = found_customer{from.customers->find(r.customer_id), {}};
          if (r.history_limit > 0)
            found.history = from.conversations->history(r.session_id, 0, r.history_limit);
          return found;
        });
      },
      [&from](const read_similar& r) {
        return attempt([&] { return similar_customers{from.customers->similar(r.customer_id, r.limit)}; });
      },
      [&from](read_documents) {
        return attempt([&] { return stored_documents{from.knowledge->documents()}; });
      },
      [&from](read_open_sessions) {
        return attempt([&] { return open_sessions{from.conversations->open_sessions()}; });
      },
  };
}

} // namespace troupe::store
