#include "load/capacity.hpp"

#include <gmock/gmock.h>

#include <vector>

namespace troupe::load {
namespace {

using testing::ElementsAre;

struct found {
  double best = 0;
  std::vector<double> tried;
};

/// The search against a server that holds every rate up to `limit`.
found search(double first, double limit) {
  auto all = found{};
  auto s = capacity_search{first};
  while (const auto rate = s.next()) {
    all.tried.push_back(*rate);
    s.record(*rate <= limit);
  }
  all.best = s.best();
  return all;
}

TEST(CapacitySearch, doubles_and_then_bisects) {
  EXPECT_THAT(search(100, 330).tried, ElementsAre(100, 200, 400, 400, 300, 350, 350, 325, 337.5, 337.5));
  EXPECT_EQ(search(100, 330).best, 325);
}

TEST(CapacitySearch, comes_within_its_precision_of_any_limit) {
  for (auto limit = 2.0; limit < 500'000; limit *= 1.7) {
    const auto best = search(100, limit).best;
    EXPECT_LE(best, limit);
    EXPECT_GE(best, limit * (1 - 2 * capacity_search::precision)) << limit;
  }
}

TEST(CapacitySearch, ends_where_nothing_or_everything_is_held) {
  EXPECT_EQ(search(100, 0).best, 0);
  EXPECT_GT(search(100, 1e9).best, capacity_search::highest / 2);
}

TEST(CapacitySearch, forgives_one_failure_of_a_rate) {
  auto s = capacity_search{100};
  s.record(false);
  EXPECT_EQ(s.next(), 100);
  s.record(true);
  EXPECT_EQ(s.next(), 200);
}

} // namespace
} // namespace troupe::load
