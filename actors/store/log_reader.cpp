#include "actors/store/behavior.hpp"
#include "actors/store/reading.hpp"
#include "messages/error.hpp"

namespace troupe::store {
namespace {

settled_turns read(storage::experience_reader& from, const read_settled& wanted) {
  auto found = settled_turns{};
  for (const auto& e : wanted.ended) found.ended.push_back(from.turns_of(e));
  for (const auto turn : wanted.judged) found.judged.push_back(from.learned_with(turn));
  return found;
}

learning::lesson_page read(storage::experience_reader& from, const read_lessons& wanted) {
  if (wanted.rebuilt > wanted.after) return from.lessons_in_force(wanted.after, wanted.rebuilt, wanted.limit);
  return from.lessons(wanted.after, wanted.limit);
}

} // namespace

log_reader::behavior_type log_reader_behavior(log_reader::stateful_pointer<log_reader_state> self,
                                              const open_reader& open) {
  self->set_exception_handler([](std::exception_ptr& e) { return make_error(e); });
  self->state.ports = open();
  auto& from = *self->state.ports.experience;
  auto& talk = *self->state.ports.conversations;
  return {
      [&from](const find_consumer& f) { return attempt_to_read([&] { return from.consumer(f.name); }); },
      [&from](const read_changes& r) {
        return attempt_to_read([&] { return from.changes(r.after, r.limit); });
      },
      [&from](const read_settled& r) { return attempt_to_read([&] { return read(from, r); }); },
      [&from](read_learning) {
        return attempt_to_read([&] { return stored_learning{from.head(), from.promotions()}; });
      },
      [&from](const find_fold& f) {
        return attempt_to_read([&] { return found_fold{from.checkpoint(f.policy)}; });
      },
      [&from](const read_lessons& r) { return attempt_to_read([&] { return read(from, r); }); },
      [&talk](const find_expired& f) {
        return attempt_to_read([&] { return expired_sessions{talk.expired(f.before, f.limit)}; });
      },
      [&talk](const read_answers& r) {
        return attempt_to_read([&] { return given_answers{talk.answers(r.since, r.limit)}; });
      },
  };
}

} // namespace troupe::store
