#include "actors/watcher/quiet_period.hpp"

#include <gtest/gtest.h>

namespace troupe::watcher {
namespace {

using namespace std::chrono_literals;

constexpr auto start = steady_time{} + 1h;

TEST(QuietPeriod, IsNotDueWhileNothingHasChanged) { EXPECT_FALSE(quiet_period{500ms}.due()); }

TEST(QuietPeriod, BeginsAnewWithEachChange) {
  auto changes = quiet_period{500ms};
  changes.changed(start);
  EXPECT_EQ(changes.due(), start + 500ms);
  changes.changed(start + 400ms);
  EXPECT_EQ(changes.due(), start + 900ms);
}

TEST(QuietPeriod, EndsAfterTenTimesItsLengthWhereChangesNeverEnd) {
  auto changes = quiet_period{500ms};
  for (auto at = 0ms; at < 1min; at += 100ms) changes.changed(start + at);
  EXPECT_EQ(changes.due(), start + 5s);
}

TEST(QuietPeriod, KnowsNothingOfWhatWasActedUpon) {
  auto changes = quiet_period{500ms};
  changes.changed(start);
  changes.acted();
  EXPECT_FALSE(changes.due());
  changes.changed(start + 1min);
  EXPECT_EQ(changes.due(), start + 1min + 500ms);
}

} // namespace
} // namespace troupe::watcher
