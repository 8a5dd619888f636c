#include "load/histogram.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace troupe::load {
namespace {

using ns = std::chrono::nanoseconds;

TEST(Histogram, has_buckets_without_gap_or_overlap) {
  const auto last = histogram::bucket_of(histogram::most);
  EXPECT_EQ(histogram::bucket_of(ns{0}), 0U);
  for (auto bucket = std::size_t{1}; bucket <= last; ++bucket) {
    const auto begin = histogram::begin_of(bucket);
    ASSERT_EQ(histogram::bucket_of(begin), bucket) << begin.count();
    ASSERT_EQ(histogram::bucket_of(begin - ns{1}), bucket - 1) << begin.count();
  }
}

TEST(Histogram, is_exact_below_128_ns) {
  for (auto value = 0; value < 128; ++value) {
    auto h = histogram{};
    h.record(ns{value});
    h.record(ns{1'000}); // so that the maximum does not cap the percentile
    EXPECT_EQ(h.percentile(50), ns{value});
  }
}

TEST(Histogram, puts_what_is_out_of_range_into_the_outermost_buckets) {
  auto h = histogram{};
  h.record(ns{-5});
  EXPECT_EQ(h.percentile(100), ns{0});
  const auto hours = std::chrono::hours{3};
  h.record(hours);
  EXPECT_EQ(h.max(), hours);
  EXPECT_EQ(h.percentile(100), hours);
  EXPECT_EQ(h.percentile(50), ns{0});
}

TEST(Histogram, says_0_where_there_is_nothing) {
  const auto h = histogram{};
  EXPECT_EQ(h.percentile(99), ns{0});
  EXPECT_EQ(h.max(), ns{0});
  EXPECT_EQ(h.count_up_to(histogram::most), 0U);
}

std::vector<ns> latencies(std::size_t count, unsigned seed) {
  auto random = std::mt19937{seed};
  auto exponent = std::uniform_real_distribution{0.0, 30.0}; // 1 ns to 1 s, every power alike
  auto values = std::vector<ns>{};
  for (auto i = std::size_t{0}; i < count; ++i)
    values.emplace_back(std::int64_t(std::exp2(exponent(random))));
  return values;
}

histogram of(const std::vector<ns>& values) {
  auto h = histogram{};
  for (const auto v : values) h.record(v);
  return h;
}

TEST(Histogram, agrees_with_the_sorted_values) {
  for (const auto count : {1U, 2U, 3U, 10U, 999U, 20'000U}) {
    auto values = latencies(count, count);
    const auto h = of(values);
    std::ranges::sort(values);
    EXPECT_EQ(h.count(), count);
    EXPECT_EQ(h.max(), values.back());
    for (const auto percent : {0.0, 1.0, 50.0, 90.0, 99.0, 99.9, 100.0}) {
      const auto rank = std::max(1.0, std::ceil(percent / 100 * count));
      const auto exact = static_cast<double>(values[static_cast<std::size_t>(rank) - 1].count());
      EXPECT_NEAR(static_cast<double>(h.percentile(percent).count()), exact, exact / 256)
          << count << ' ' << percent;
    }
  }
}

TEST(Histogram, merged_is_that_of_all_values) {
  auto values = latencies(1'000, 1);
  const auto more = latencies(500, 2);
  auto merged = of(values);
  merged.merge(of(more));
  merged.merge(histogram{});
  values.insert(values.end(), more.begin(), more.end());
  const auto whole = of(values);
  EXPECT_EQ(merged.count(), whole.count());
  EXPECT_EQ(merged.max(), whole.max());
  for (auto percent = 0.0; percent <= 100; percent += 0.5)
    EXPECT_EQ(merged.percentile(percent), whole.percentile(percent));
}

TEST(Histogram, counts_up_to_the_end_of_a_bucket) {
  auto h = histogram{};
  for (const auto v : {ns{5}, ns{10}, ns{11}, ns{1'000'000}}) h.record(v);
  EXPECT_EQ(h.count_up_to(ns{4}), 0U);
  EXPECT_EQ(h.count_up_to(ns{10}), 2U);
  EXPECT_EQ(h.count_up_to(ns{999'999'999}), 4U);
}

TEST(Histogram, starts_anew_when_it_is_cleared) {
  auto h = of(latencies(10, 3));
  h.clear();
  EXPECT_EQ(h.count(), 0U);
  EXPECT_EQ(h.max(), ns{0});
  h.record(ns{7});
  EXPECT_EQ(h.percentile(50), ns{7});
}

} // namespace
} // namespace troupe::load
