#include "actors/supervisor/restart_policy.hpp"

#include <gtest/gtest.h>

namespace troupe::supervisor {
namespace {

using namespace std::chrono_literals;

constexpr auto start = steady_time{std::chrono::hours{1}};

TEST(RestartPolicy, StartsAgainAtOnceAndThenEverLater) {
  auto p = restart_policy{{}};
  EXPECT_EQ(p.went_down(start), 0ms);
  EXPECT_EQ(p.went_down(start), 50ms);
  EXPECT_EQ(p.went_down(start), 100ms);
  EXPECT_EQ(p.went_down(start), 200ms);
}

TEST(RestartPolicy, GivesUpBeyondItsIntensity) {
  auto p = restart_policy{{.intensity = 2}};
  EXPECT_TRUE(p.went_down(start));
  EXPECT_TRUE(p.went_down(start + 1s));
  EXPECT_FALSE(p.went_down(start + 2s));
}

TEST(RestartPolicy, ForgetsWhatLiesAPeriodBack) {
  auto p = restart_policy{{.intensity = 2, .period = 60s}};
  EXPECT_TRUE(p.went_down(start));
  EXPECT_TRUE(p.went_down(start + 1s));
  EXPECT_EQ(p.went_down(start + 61s), 0ms);
}

TEST(RestartPolicy, NeverWaitsLongerThanItsLongestDelay) {
  auto p = restart_policy{{.intensity = 100, .longest_delay = 1s}};
  for (auto i = 0; i < 60; ++i) EXPECT_LE(*p.went_down(start), 1s);
}

} // namespace
} // namespace troupe::supervisor
