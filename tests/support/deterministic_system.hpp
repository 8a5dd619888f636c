#pragma once
#include <caf/actor_cast.hpp>
#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/scheduler/test_coordinator.hpp>
#include <caf/scoped_actor.hpp>
#include <caf/send.hpp>
#include <gtest/gtest.h>

#include <chrono>
#include <optional>

namespace troupe::testing {

/// Runs actors on the test's own thread, only when the test says so, under a clock that the test moves.
class DeterministicSystem : public ::testing::Test {
  struct config : caf::actor_system_config {
    config() { set("scheduler.policy", caf::atom("testing")); }
  } config_;

protected:
  caf::actor_system sys{config_};
  caf::scheduler::test_coordinator& sched = dynamic_cast<caf::scheduler::test_coordinator&>(sys.scheduler());
  caf::scoped_actor self{sys};

  void run() { sched.run(); }

  /// Moves the clock on and runs what became due.
  void pass(std::chrono::milliseconds time) {
    sched.clock().advance_time(time);
    run();
  }

  /// A reply that may still be to come.
  template <class Reply>
  struct pending {
    std::optional<Reply> reply;
    std::optional<caf::error> error;
    [[nodiscard]] bool answered() const { return reply || error; }
  };

  /// Sends a request, runs everything, and returns what came back; neither, if nothing did.
  template <class Reply, class Handle, class... Ts>
  pending<Reply> try_ask(const Handle& aut, Ts&&... xs) {
    auto got = pending<Reply>{};
    auto request = self->request(aut, caf::infinite, std::forward<Ts>(xs)...);
    run();
    if (self->mailbox().empty()) return got; // receive() would wait for ever
    request.receive([&](Reply& r) { got.reply = std::move(r); },
                    [&](caf::error& e) { got.error = std::move(e); });
    return got;
  }

  /// The same where an answer is due.
  template <class Reply, class Handle, class... Ts>
  Reply ask(const Handle& aut, Ts&&... xs) {
    auto got = try_ask<Reply>(aut, std::forward<Ts>(xs)...);
    if (got.error)
      ADD_FAILURE() << sys.render(*got.error);
    else if (!got.reply)
      ADD_FAILURE() << "no reply";
    return got.reply.value_or(Reply{});
  }

  template <class Handle>
  void stop(const Handle& actor) {
    self->send_exit(actor, caf::exit_reason::user_shutdown);
    run();
  }
};

} // namespace troupe::testing
