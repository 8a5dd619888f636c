#include "actors/store/behavior.hpp"
#include "messages/error.hpp"
#include "storage/error.hpp"
#include "telemetry/log.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>

namespace troupe::store {
namespace {

constexpr auto probe_period = std::chrono::seconds{1};
constexpr auto no_commit = "the store could not commit; the server's log says why";

/// Whoever watches this process must not send it customers while it can promise nothing, and cannot learn
/// from customers when that is over: the writer tries by itself.
void note(writer::stateful_pointer<writer_state> self, bool commits) {
  auto& failing = self->state.failing;
  const auto& told = self->state.with.supervisor;
  if (failing != commits) return;
  failing = !commits;
  self->send(told, failing ? report_health{writer_state::name, component_state::down, no_commit}
                           : report_health{writer_state::name, component_state::up, {}});
  if (failing) self->delayed_send(self, probe_period, flush_group{});
}

/// A write's result, or what the store says against it: errc::not_committed means that nothing of it is
/// durable.
template <class Write>
failure attempt(writer::stateful_pointer<writer_state> self, Write write) {
  try {
    auto outcome = write();
    note(self, true);
    return outcome;
  } catch (const storage::error& e) {
    log::error("the store could not commit", {{"reason", std::string_view{e.what()}}});
    note(self, false);
    return {errc::not_committed, no_commit};
  }
}

void apply(const change_customer& change, customer& to) {
  if (change.email) to.email = *change.email;
  if (change.name) to.name = *change.name;
  if (change.language) to.language = *change.language;
  if (change.plan) to.plan = *change.plan;
  if (change.attributes) to.attributes = *change.attributes;
  to.updated_at = change.at;
}

void probe(writer::stateful_pointer<writer_state> self) {
  if (!self->state.failing) return;
  try {
    self->state.ports.turns->probe();
    log::info("the store commits again", {});
    note(self, true);
  } catch (const storage::error&) {
    self->delayed_send(self, probe_period, flush_group{});
  }
}

/// A group of which nobody knows whether it is durable waits, with what has joined it, until that is known:
/// told that nothing of it was kept, its sessions would go on without what is there.
void commit_group(writer::stateful_pointer<writer_state> self) {
  auto& s = self->state;
  if (s.group.empty()) return probe(self);
  auto& m = *s.with.metrics;
  const auto begun = std::chrono::steady_clock::now();
  auto outcomes = std::vector<failure>{};
  const auto was_failing = s.failing;
  const auto whole = attempt(self, [&] {
    try {
      outcomes = s.ports.turns->commit(s.group);
    } catch (const storage::in_doubt&) {
      s.in_doubt = true;
      throw;
    }
    s.in_doubt = false;
    return failure{};
  });
  if (s.in_doubt) {
    if (was_failing) self->delayed_send(self, probe_period, flush_group{});
    return;
  }
  if (whole.code != errc::none) outcomes.assign(s.group.size(), whole);
  m.commit_seconds.Observe(std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count());
  m.commit_group_size.Observe(static_cast<double>(s.group.size()));
  auto next = outcomes.begin();
  for (auto& w : s.waiting) {
    const auto end = next + static_cast<std::ptrdiff_t>(w.records);
    const auto refused = std::find_if(next, end, [](const failure& f) { return f.code != errc::none; });
    w.promise.deliver(committed{refused == end ? failure{} : std::move(*refused)});
    next = end;
  }
  s.group.clear();
  s.waiting.clear();
  m.store_queue.Set(0);
}

} // namespace

writer_state::~writer_state() {
  for (auto& w : waiting)
    w.promise.deliver(
        committed{{errc::not_committed, "the store's writer went down; send the message again"}});
}

writer::behavior_type writer_behavior(writer::stateful_pointer<writer_state> self, const open_writer& open,
                                      const writer_options& with) {
  self->set_exception_handler([](std::exception_ptr& e) { return make_error(e); });
  self->state.with = with;
  self->state.ports = open();
  self->set_exit_handler([self](caf::exit_msg& m) {
    if (!self->state.group.empty()) commit_group(self);
    self->quit(std::move(m.reason));
  });
  return {
      [self](commit_turn& c) -> caf::result<committed> {
        auto& s = self->state;
        if (s.group.size() >= s.with.queue_limit)
          return committed{
              {errc::overloaded, std::to_string(s.group.size()) + " turns wait for the store; try again"}};
        // Whatever is in the mailbox by now joins the group: the flush stands behind it.
        if (s.group.empty()) self->send(self, flush_group{});
        std::ranges::move(c.before, std::back_inserter(s.group));
        s.group.push_back(std::move(c.record));
        s.waiting.push_back({c.before.size() + 1, self->make_response_promise<committed>()});
        s.with.metrics->store_queue.Set(static_cast<double>(s.group.size()));
        return s.waiting.back().promise;
      },
      [self](const write_session& w) {
        return committed{attempt(self, [&] { return self->state.ports.turns->write(w.session); })};
      },
      [self](const create_customer& c) -> caf::result<customer> {
        auto row = customer{};
        auto outcome =
            attempt(self, [&] { return row = self->state.ports.customers->create(c.row), failure{}; });
        if (outcome.code != errc::none) return make_error(std::move(outcome));
        return row;
      },
      [self](const change_customer& c) -> caf::result<changed_customer> {
        auto changed = changed_customer{};
        auto outcome = attempt(self, [&] {
          changed.row =
              self->state.ports.customers->change(c.customer_id, [&](customer& row) { apply(c, row); });
          return failure{};
        });
        if (outcome.code != errc::none) return make_error(std::move(outcome));
        return changed;
      },
      [self](const erase_customer& e) -> caf::result<erasure> {
        auto erased = erasure{};
        auto outcome = attempt(
            self, [&] { return erased = self->state.ports.customers->erase(e.customer_id), failure{}; });
        if (outcome.code != errc::none) return make_error(std::move(outcome));
        return erased;
      },
      [self](const erase_sessions& e) -> caf::result<erasure> {
        auto erased = erasure{};
        auto outcome = attempt(
            self, [&] { return erased = self->state.ports.customers->erase_sessions(e.ids), failure{}; });
        if (outcome.code != errc::none) return make_error(std::move(outcome));
        return erased;
      },
      [self](const add_feedback& f) {
        return committed{attempt(self, [&] {
          return self->state.ports.feedback->add(f.given)
                     ? failure{}
                     : failure{errc::unknown_turn, "there is no turn " + f.given.turn_id};
        })};
      },
      [self](const update_documents& u) {
        return committed{attempt(
            self, [&] { return self->state.ports.knowledge->update(u.changed, u.removed), failure{}; })};
      },
      [self](const add_embeddings& a) {
        return committed{
            attempt(self, [&] { return self->state.ports.knowledge->add_embeddings(a.made), failure{}; })};
      },
      [self](const keep_embeddings& k) {
        return committed{attempt(self, [&] {
          return self->state.ports.knowledge->keep_embeddings(k.model, k.text_hashes), failure{};
        })};
      },
      [self](const settle_lessons& s) {
        return committed{attempt(self, [&] { return self->state.ports.experience->settle(s.made); })};
      },
      [self](const keep_fold& k) {
        return committed{attempt(self, [&] { return self->state.ports.experience->keep(k.saved); })};
      },
      [self](const record_promotion& p) {
        return committed{
            attempt(self, [&] { return self->state.ports.experience->promote(p.made), failure{}; })};
      },
      [self](flush_group) { commit_group(self); },
  };
}

} // namespace troupe::store
