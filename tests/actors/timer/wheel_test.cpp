#include "actors/timer/wheel.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace troupe::timer {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr auto start = steady_time{std::chrono::hours{1}};

TEST(Wheel, FiresNeverEarlyAndAtMostATickLate) {
  auto w = wheel<std::string>{start};
  w.set("a", start + 25ms);
  EXPECT_THAT(w.advance(start + 24ms), IsEmpty());
  EXPECT_THAT(w.advance(start + 25ms), IsEmpty()) << "the tick that is not before it comes at 30 ms";
  EXPECT_THAT(w.advance(start + 30ms), ElementsAre("a"));
  EXPECT_TRUE(w.empty());
}

TEST(Wheel, FiresInTheOrderOfTheTicks) {
  auto w = wheel<std::string>{start};
  w.set("late", start + 90ms);
  w.set("early", start + 10ms);
  EXPECT_THAT(w.advance(start + 200ms), ElementsAre("early", "late"));
}

TEST(Wheel, KeepsTheLastRequestOfAKey) {
  auto w = wheel<std::string>{start};
  w.set("a", start + 10ms);
  w.set("a", start + 50ms);
  EXPECT_THAT(w.advance(start + 40ms), IsEmpty());
  w.set("a", start + 45ms);
  EXPECT_THAT(w.advance(start + 100ms), ElementsAre("a"));
}

TEST(Wheel, WaitsManyRounds) {
  auto w = wheel<std::string>{start};
  w.set("a", start + 900s);
  EXPECT_THAT(w.advance(start + 899s), IsEmpty());
  EXPECT_THAT(w.advance(start + 900s), ElementsAre("a"));
}

TEST(Wheel, FiresWhatWasDueDuringAStandstill) {
  auto w = wheel<std::string>{start};
  w.set("a", start + 20ms);
  w.set("b", start + 2h);
  EXPECT_THAT(w.advance(start + 1h), ElementsAre("a"));
  EXPECT_FALSE(w.empty());
}

TEST(Wheel, FiresThePastAtTheNextTick) {
  auto w = wheel<std::string>{start};
  EXPECT_THAT(w.advance(start + 1s), IsEmpty());
  w.set("a", start);
  EXPECT_THAT(w.advance(start + 1s), IsEmpty());
  EXPECT_THAT(w.advance(start + 1010ms), ElementsAre("a"));
}

} // namespace
} // namespace troupe::timer
