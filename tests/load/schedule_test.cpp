#include "load/schedule.hpp"

#include <gmock/gmock.h>

namespace troupe::load {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

struct planned {
  std::chrono::nanoseconds at;
  std::size_t piece;
};

std::vector<planned> starts(std::vector<schedule::piece> pieces) {
  auto plan = schedule{std::move(pieces)};
  auto all = std::vector<planned>{};
  for (; plan.next(); plan.advance()) all.push_back({*plan.next(), plan.piece_of_next()});
  return all;
}

std::vector<std::chrono::nanoseconds> times(std::vector<schedule::piece> pieces) {
  auto all = std::vector<std::chrono::nanoseconds>{};
  for (const auto& s : starts(std::move(pieces))) all.push_back(s.at);
  return all;
}

TEST(Schedule, spaces_a_constant_rate_evenly) {
  EXPECT_THAT(times({{4, 4, 1s}}), ElementsAre(0ms, 250ms, 500ms, 750ms));
  EXPECT_EQ(times({{500, 500, 10s}}).size(), 5'000U);
}

TEST(Schedule, does_not_drift_over_many_starts) {
  const auto all = times({{3, 3, 1000s}}); // a third of a second is no number of nanoseconds
  ASSERT_EQ(all.size(), 3'000U);
  EXPECT_EQ(all[2'997], 999s);
}

TEST(Schedule, starts_nothing_without_a_rate_or_a_length) {
  EXPECT_THAT(times({}), IsEmpty());
  EXPECT_THAT(times({{0, 0, 5s}}), IsEmpty());
  EXPECT_THAT(times({{10, 10, 0s}}), IsEmpty());
}

TEST(Schedule, goes_from_step_to_step_without_a_gap) {
  const auto all = starts({{2, 2, 1s}, {0, 0, 1s}, {4, 4, 500ms}});
  ASSERT_EQ(all.size(), 4U);
  EXPECT_EQ(all[1].at, 500ms);
  EXPECT_EQ(all[2].at, 2s);
  EXPECT_EQ(all[3].at, 2250ms);
  EXPECT_EQ(all[1].piece, 0U);
  EXPECT_EQ(all[2].piece, 2U);
}

TEST(Schedule, carries_a_part_of_a_start_into_the_next_piece) {
  // Half a start is left at the seam: at 2/s the other half takes 250 ms.
  EXPECT_THAT(times({{1, 1, 1500ms}, {2, 2, 1s}}), ElementsAre(0ms, 1s, 1750ms, 2250ms));
}

TEST(Schedule, reaches_n_where_a_ramps_integral_does) {
  // From 0 with slope 2: t * t starts until t.
  EXPECT_THAT(times({{0, 20, 10s}}).at(4), std::chrono::nanoseconds{2s});
  EXPECT_EQ(times({{0, 20, 10s}}).at(81), 9s);
  EXPECT_EQ(times({{0, 20, 10s}}).size(), 100U);
  // Downwards: 10 t - t * t.
  EXPECT_EQ(times({{10, 0, 5s}}).at(9), 1s);
  EXPECT_EQ(times({{10, 0, 5s}}).at(24), 4s);
  EXPECT_EQ(times({{10, 0, 5s}}).size(), 25U);
}

TEST(Schedule, cut_in_parts_starts_at_the_same_times) {
  const auto whole = schedule::piece{100, 2'000, 7s};
  const auto once = times({whole}), in_parts = times(cut(whole, 10));
  ASSERT_EQ(once.size(), in_parts.size());
  for (auto i = std::size_t{0}; i < once.size(); ++i)
    ASSERT_NEAR(static_cast<double>(once[i].count()), static_cast<double>(in_parts[i].count()), 1'000) << i;
  EXPECT_EQ(schedule{cut(whole, 3)}.length(), 7s);
}

} // namespace
} // namespace troupe::load
