#include "actors/timer/behavior.hpp"
#include "tests/support/deterministic_system.hpp"

#include <gmock/gmock.h>

#include <functional>
#include <vector>

namespace troupe::timer {
namespace {

using namespace std::chrono_literals;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// A timer, and clients that note when they are told.
class TimerActor : public testing::DeterministicSystem {
protected:
  TimerActor() { run(); }
  ~TimerActor() override {
    for (const auto& c : clients) stop(c);
    stop(aut);
  }

  /// The number of a new client, which also does `then` when it is told.
  std::size_t client(std::function<void(const timer::client&)> then = [](const timer::client&) {}) {
    told.emplace_back();
    clients.push_back(sys.spawn(
        [this, n = clients.size(), then](timer::client::pointer me) -> timer::client::behavior_type {
          return {[=, this](timer_due) {
            told[n].push_back(std::chrono::duration_cast<std::chrono::milliseconds>(now() - begun));
            then(me);
          }};
        }));
    return clients.size() - 1;
  }
  void arm(std::size_t who, std::chrono::milliseconds after_begin) {
    self->send(aut, timer::arm{clients[who], begun + after_begin});
    run();
  }
  steady_time now() { return sched.clock().now(); }

  handle aut = sys.spawn(behavior);
  steady_time begun = now();
  std::vector<timer::client> clients;
  std::vector<std::vector<std::chrono::milliseconds>> told; ///< when, for each client
};

TEST_F(TimerActor, TellsEachClientOnceAtItsTime) {
  arm(client(), 30ms);
  arm(client(), 50ms);
  for (auto i = 0; i < 10; ++i) pass(10ms);
  EXPECT_THAT(told, ElementsAre(ElementsAre(30ms), ElementsAre(50ms)));
}

TEST_F(TimerActor, ForgetsATimeThatWasPutOff) {
  const auto who = client();
  arm(who, 30ms);
  arm(who, 80ms);
  for (auto i = 0; i < 5; ++i) pass(10ms);
  EXPECT_THAT(told[who], IsEmpty());
  for (auto i = 0; i < 5; ++i) pass(10ms);
  EXPECT_THAT(told[who], ElementsAre(80ms));
}

TEST_F(TimerActor, MovesATimeForward) {
  const auto who = client();
  arm(who, 900s);
  arm(who, 20ms);
  for (auto i = 0; i < 5; ++i) pass(10ms);
  EXPECT_THAT(told[who], ElementsAre(20ms));
}

TEST_F(TimerActor, TellsAllOfOneTick) {
  for (auto i = 0; i < 1000; ++i) arm(client(), 20ms);
  pass(10ms);
  EXPECT_THAT(told, Each(IsEmpty()));
  pass(10ms);
  EXPECT_THAT(told, Each(ElementsAre(20ms)));
}

TEST_F(TimerActor, PassesOverAClientThatDied) {
  const auto dead = client();
  const auto alive = client();
  arm(dead, 20ms);
  arm(alive, 20ms);
  self->send_exit(clients[dead], caf::exit_reason::kill);
  run();
  for (auto i = 0; i < 3; ++i) pass(10ms);
  EXPECT_THAT(told, ElementsAre(IsEmpty(), ElementsAre(20ms)));
  EXPECT_FALSE(sched.has_pending_timeout()) << "the dead are forgotten as well";
}

TEST_F(TimerActor, GoesOnForAClientThatAsksAgainWhenItIsTold) {
  const auto who = client([this](const timer::client& me) { self->send(aut, timer::arm{me, now()}); });
  arm(who, 10ms);
  for (auto i = 0; i < 4; ++i) pass(10ms);
  EXPECT_THAT(told[who], ElementsAre(10ms, 20ms, 30ms, 40ms)) << "a tick later, not at once";
}

TEST_F(TimerActor, TellsOnceAfterAStandstill) {
  const auto who = client();
  arm(who, 20ms);
  pass(1h);
  pass(10ms);
  EXPECT_THAT(told[who], ElementsAre(1h));
}

TEST_F(TimerActor, RestsWhileNobodyWaits) {
  EXPECT_FALSE(sched.has_pending_timeout());
  arm(client(), 10ms);
  EXPECT_TRUE(sched.has_pending_timeout());
  pass(10ms);
  EXPECT_FALSE(sched.has_pending_timeout());
}

TEST_F(TimerActor, TellsAClientThatAskedAfterALongRest) {
  pass(1h);
  const auto who = client();
  arm(who, 1h + 20ms);
  for (auto i = 0; i < 3; ++i) pass(10ms);
  EXPECT_THAT(told[who], ElementsAre(1h + 20ms));
}

} // namespace
} // namespace troupe::timer
