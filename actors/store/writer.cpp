#include "actors/store/behavior.hpp"
#include "messages/error.hpp"
#include "storage/error.hpp"
#include "telemetry/log.hpp"

#include <chrono>

namespace troupe::store {
namespace {

/// A write's result, or what the store says against it: errc::not_committed means that nothing of it is
/// durable.
template <class Write>
failure attempt(Write write) {
  try {
    return write();
  } catch (const storage::error& e) {
    log::error("the store could not commit", {{"reason", std::string_view{e.what()}}});
    return {errc::not_committed, "the store could not commit; the server's log says why"};
  }
}

void commit_group(writer::stateful_pointer<writer_state> self, telemetry::metrics& m) {
  auto& s = self->state;
  if (s.group.empty()) return;
  const auto begun = std::chrono::steady_clock::now();
  auto outcomes = std::vector<failure>{};
  const auto whole = attempt([&] { return outcomes = s.ports.turns->commit(s.group), failure{}; });
  if (whole.code != errc::none) outcomes.assign(s.group.size(), whole);
  m.commit_seconds.Observe(std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count());
  m.commit_group_size.Observe(static_cast<double>(s.group.size()));
  for (std::size_t i = 0; i < outcomes.size(); ++i) s.waiting[i].deliver(committed{std::move(outcomes[i])});
  s.group.clear();
  s.waiting.clear();
  m.store_queue.Set(0);
}

} // namespace

writer_state::~writer_state() {
  for (auto& w : waiting)
    w.deliver(committed{{errc::not_committed, "the store's writer went down; send the message again"}});
}

writer::behavior_type writer_behavior(writer::stateful_pointer<writer_state> self, const open_writer& open,
                                      std::size_t queue_limit, telemetry::metrics* metrics) {
  self->set_exception_handler([](std::exception_ptr& e) { return make_error(e); });
  self->state.ports = open();
  self->set_exit_handler([self, metrics](caf::exit_msg& m) {
    commit_group(self, *metrics);
    self->quit(std::move(m.reason));
  });
  return {
      [self, queue_limit, metrics](commit_turn& c) -> caf::result<committed> {
        auto& s = self->state;
        if (s.group.size() >= queue_limit)
          return committed{
              {errc::overloaded, std::to_string(s.group.size()) + " turns wait for the store; try again"}};
        // Whatever is in the mailbox by now joins the group: the flush stands behind it.
        if (s.group.empty()) self->send(self, flush_group{});
        s.group.push_back(std::move(c.record));
        s.waiting.push_back(self->make_response_promise<committed>());
        metrics->store_queue.Set(static_cast<double>(s.group.size()));
        return s.waiting.back();
      },
      [self](const write_session& w) {
        return committed{attempt([&] { return self->state.ports.turns->write(w.session); })};
      },
      [self](const create_customer& c) -> caf::result<customer> {
        auto row = customer{};
        auto outcome = attempt([&] { return row = self->state.ports.customers->create(c.row), failure{}; });
        if (outcome.code != errc::none) return make_error(std::move(outcome));
        return row;
      },
      [self](const add_feedback& f) {
        return committed{attempt([&] {
          return self->state.ports.feedback->add(f.given)
                     ? failure{}
                     : failure{errc::unknown_turn, "there is no turn " + f.given.turn_id};
        })};
      },
      [self](const update_documents& u) {
        return committed{
            attempt([&] { return self->state.ports.knowledge->update(u.changed, u.removed), failure{}; })};
      },
      [self](const add_embeddings& a) {
        return committed{
            attempt([&] { return self->state.ports.knowledge->add_embeddings(a.made), failure{}; })};
      },
      [self](const keep_embeddings& k) {
        return committed{attempt(
            [&] { return self->state.ports.knowledge->keep_embeddings(k.model, k.text_hashes), failure{}; })};
      },
      [self](const settle_lessons& s) {
        return committed{attempt([&] { return self->state.ports.experience->settle(s.made); })};
      },
      [self](const keep_fold& k) {
        return committed{attempt([&] { return self->state.ports.experience->keep(k.saved); })};
      },
      [self](const record_promotion& p) {
        return committed{attempt([&] { return self->state.ports.experience->promote(p.made), failure{}; })};
      },
      [self, metrics](flush_group) { commit_group(self, *metrics); },
  };
}

} // namespace troupe::store
