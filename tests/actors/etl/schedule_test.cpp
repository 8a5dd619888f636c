#include "actors/etl/schedule.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace troupe::etl {
namespace {

using namespace std::chrono_literals;
using starts = std::vector<steady_time>;

constexpr auto begin = steady_time{1'000h};

/// Lets one job run until `end`, each run lasting `duration`, and wakes exactly when the schedule asks for
/// it.
starts simulate(schedule::duration interval, schedule::duration duration, schedule::duration end,
                std::uint64_t seed) {
  auto jobs = schedule{std::span{&interval, 1}, begin, seed};
  auto seen = starts{};
  for (auto at = jobs.next(); at && *at < begin + end; at = jobs.next()) {
    EXPECT_EQ(jobs.start_due(*at), std::vector<std::size_t>{0});
    seen.push_back(*at);
    jobs.ended(0, *at + duration);
  }
  return seen;
}

TEST(EtlSchedule, KeepsItsIntervalOverAMonth) {
  const auto month = simulate(30min, 20s, 30 * 24h, 1);
  EXPECT_EQ(month.front(), begin);
  for (std::size_t i = 1; i < month.size(); ++i) {
    EXPECT_GE(month[i] - month[i - 1], 30min);
    EXPECT_LE(month[i] - month[i - 1], 33min);
  }
  EXPECT_GE(month.back(), begin + 30 * 24h - 33min);
}

TEST(EtlSchedule, CountsAnIntervalFromARunOutOfTurn) {
  const auto interval = schedule::duration{30min};
  auto jobs = schedule{std::span{&interval, 1}, begin, 1};
  ASSERT_EQ(jobs.start_due(begin).size(), 1u);
  EXPECT_EQ(jobs.due(0), std::nullopt) << "it runs";
  jobs.ended(0, begin + 1s);
  jobs.started(0, begin + 10min);
  EXPECT_TRUE(jobs.start_due(begin + 35min).empty()) << "it runs already";
  jobs.ended(0, begin + 11min);
  EXPECT_GE(*jobs.due(0), begin + 40min);
  EXPECT_LE(*jobs.due(0), begin + 43min);
}

TEST(EtlSchedule, SkipsWhatFellDueDuringALongRun) {
  // Each run lasts two and a half intervals: the next one begins at the third, once.
  const auto day = simulate(10min, 25min, 24h, 1);
  for (std::size_t i = 1; i < day.size(); ++i) {
    EXPECT_GE(day[i] - day[i - 1], 30min);
    EXPECT_LE(day[i] - day[i - 1], 31min);
  }
}

TEST(EtlSchedule, RunsOnceAfterTheMachineSleptForDays) {
  const auto interval = schedule::duration{30min};
  auto jobs = schedule{std::span{&interval, 1}, begin, 1};
  ASSERT_EQ(jobs.start_due(begin).size(), 1u);
  jobs.ended(0, begin + 1s);
  const auto awake = begin + 5 * 24h;
  EXPECT_EQ(jobs.start_due(awake).size(), 1u);
  jobs.ended(0, awake + 1s);
  EXPECT_GE(jobs.next().value(), awake + 30min);
}

TEST(EtlSchedule, NeverOverlapsAJobWithItself) {
  const auto interval = schedule::duration{1min};
  auto jobs = schedule{std::span{&interval, 1}, begin, 1};
  ASSERT_EQ(jobs.start_due(begin).size(), 1u);
  EXPECT_TRUE(jobs.start_due(begin + 1h).empty());
  EXPECT_FALSE(jobs.next().has_value());
  jobs.ended(0, begin + 1h);
  EXPECT_GT(jobs.next().value(), begin + 1h);
}

TEST(EtlSchedule, KeepsJobsApart) {
  const auto intervals = std::vector<schedule::duration>{10min, 45min};
  auto jobs = schedule{intervals, begin, 7};
  EXPECT_EQ(jobs.start_due(begin), (std::vector<std::size_t>{0, 1}));
  jobs.ended(0, begin + 1s); // the second one still runs
  const auto next = jobs.next().value();
  EXPECT_EQ(jobs.start_due(next), std::vector<std::size_t>{0});
}

TEST(EtlSchedule, DrawsTheSameDelaysFromTheSameSeed) {
  EXPECT_EQ(simulate(30min, 1s, 7 * 24h, 42), simulate(30min, 1s, 7 * 24h, 42));
  EXPECT_NE(simulate(30min, 1s, 7 * 24h, 42), simulate(30min, 1s, 7 * 24h, 43));
}

} // namespace
} // namespace troupe::etl
