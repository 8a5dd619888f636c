#include "actors/llm/backoff.hpp"
#include "actors/llm/failover.hpp"

#include <gtest/gtest.h>

namespace troupe::llm {
namespace {

using namespace std::chrono_literals;

constexpr auto noon = failover::time{12h};

/// Two upstreams, three rounds.
struct Failover : ::testing::Test {
  std::vector<breaker> breakers{2, breaker{{.failures = 2, .pause = 10s}}};
  failover plan{2, 3, learning::random_stream{1}};
  failover::time now = noon;
  failover::time until = noon + 60s;

  failover::step next() { return plan.next(breakers, now, until); }
  /// Which is asked; waits where there is a pause. None: it gave up.
  std::optional<std::size_t> asked() {
    auto step = next();
    while (const auto* p = std::get_if<failover::pause>(&step)) {
      EXPECT_GT(p->until, now);
      now = p->until;
      step = next();
    }
    if (const auto* to = std::get_if<failover::ask>(&step)) return to->upstream;
    return std::nullopt;
  }
  void fail(std::size_t which, fault_kind k, std::optional<std::chrono::seconds> retry_after = {}) {
    plan.failed(which, {k, retry_after}, now);
  }
};

TEST_F(Failover, GoesThroughTheUpstreamsInTheirOrder) {
  for (auto round = 0; round < 3; ++round)
    for (std::size_t which = 0; which < 2; ++which) {
      EXPECT_EQ(asked(), which);
      fail(which, fault_kind::server);
    }
  EXPECT_EQ(asked(), std::nullopt);
}

TEST_F(Failover, DoesNotWaitBeforeTheNextUpstream) {
  EXPECT_EQ(asked(), 0);
  fail(0, fault_kind::unreachable);
  EXPECT_EQ(asked(), 1);
  EXPECT_EQ(now, noon);
}

TEST_F(Failover, DoesNotAskAgainWhatRefusedForGood) {
  EXPECT_EQ(asked(), 0);
  fail(0, fault_kind::refused_key);
  EXPECT_EQ(asked(), 1);
  fail(1, fault_kind::server);
  EXPECT_EQ(asked(), 1);
  fail(1, fault_kind::unknown_model);
  EXPECT_EQ(asked(), std::nullopt);
}

TEST_F(Failover, PassesOverAnOpenBreaker) {
  breakers[0].failed(now), breakers[0].failed(now);
  EXPECT_EQ(asked(), 1);
  fail(1, fault_kind::server);
  EXPECT_EQ(asked(), 1);
}

TEST_F(Failover, GivesUpAtOnceWhereEveryBreakerIsOpen) {
  for (auto& b : breakers) b.failed(now), b.failed(now);
  EXPECT_TRUE(std::holds_alternative<failover::give_up>(next()));
}

TEST_F(Failover, WaitsAsLongAsTheServerAsked) {
  EXPECT_EQ(asked(), 0);
  fail(0, fault_kind::busy, 5s);
  EXPECT_EQ(asked(), 1);
  fail(1, fault_kind::refused_key);
  EXPECT_EQ(asked(), 0);
  EXPECT_GE(now, noon + 5s);
  EXPECT_LT(now, noon + 6s);
}

TEST_F(Failover, GivesUpWhereTheWaitIsLongerThanTheTime) {
  until = noon + 4s;
  EXPECT_EQ(asked(), 0);
  fail(0, fault_kind::busy, 5s);
  EXPECT_EQ(asked(), 1);
  fail(1, fault_kind::busy, 5s);
  EXPECT_EQ(asked(), std::nullopt);
  EXPECT_EQ(now, noon);
}

TEST(Backoff, GrowsToABoundAndIsSpread) {
  EXPECT_EQ(backoff(1, 0.5, {}), 50ms);
  EXPECT_EQ(backoff(2, 0.5, {}), 100ms);
  EXPECT_EQ(backoff(100, 0.5, {}), 1000ms);
  EXPECT_EQ(backoff(3, 0, {}), 0ms);
}

TEST(Backoff, IsAtLeastWhatTheServerAsked) {
  EXPECT_EQ(backoff(1, 0, 3s), 3000ms);
  EXPECT_EQ(backoff(1, 0.5, 3s), 3050ms);
  EXPECT_LE(backoff(1, 0.5, std::chrono::seconds::max()), 3601s);
}

TEST(Breaker, OpensAfterFailuresInARow) {
  auto b = breaker{{.failures = 3, .pause = 10s}};
  b.failed(noon), b.failed(noon);
  b.succeeded();
  b.failed(noon), b.failed(noon);
  EXPECT_TRUE(b.admits(noon));
  b.failed(noon);
  EXPECT_EQ(b.at(noon), breaker::state::open);
  EXPECT_FALSE(b.admits(noon + 9999ms));
}

TEST(Breaker, LetsOneTryAfterThePause) {
  auto b = breaker{{.failures = 1, .pause = 10s}};
  b.failed(noon);
  const auto later = noon + 10s;
  EXPECT_EQ(b.at(later), breaker::state::half_open);
  EXPECT_TRUE(b.admits(later));
  b.begin(later);
  EXPECT_FALSE(b.admits(later));
  b.failed(later);
  EXPECT_EQ(b.at(later), breaker::state::open);
  b.begin(later + 10s);
  b.succeeded();
  EXPECT_EQ(b.at(later + 10s), breaker::state::closed);
  EXPECT_TRUE(b.admits(later + 10s));
}

TEST(Breaker, ATryThatWasGivenUpLeavesRoomForTheNext) {
  auto b = breaker{{.failures = 1, .pause = 10s}};
  b.failed(noon);
  b.begin(noon + 10s);
  b.gave_up();
  EXPECT_TRUE(b.admits(noon + 10s));
}

} // namespace
} // namespace troupe::llm
