#include "evaluation/wheel.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <set>

namespace troupe::evaluation {
namespace {

TEST(Wheel, OnlyOutsideOfTheRadiusOneOfFourPays) {
  auto random = learning::random_stream{1};
  std::set<std::pair<int, std::size_t>> quadrants;
  int outside = 0;
  constexpr int spins = 20'000;
  for (int i = 0; i < spins; ++i) {
    const auto [at, values] = spin(0.7, random);
    const auto radius = std::hypot(at[0], at[1]);
    ASSERT_LE(radius, 1.0);
    EXPECT_EQ(values[0], 1.2);
    std::size_t paying = 0;
    for (std::size_t action = 1; action < wheel_actions; ++action)
      if (values[action] != 1.0) {
        EXPECT_EQ(values[action], 50.0);
        ++paying;
        quadrants.emplace((at[0] > 0 ? 2 : 0) + (at[1] > 0 ? 1 : 0), action);
      }
    EXPECT_EQ(paying, radius > 0.7 ? 1U : 0U);
    outside += radius > 0.7 ? 1 : 0;
  }
  EXPECT_EQ(quadrants.size(), 4U); // each quadrant has an action of its own
  EXPECT_NEAR(outside, 0.51 * spins, 5 * std::sqrt(0.51 * 0.49 * spins));
}

TEST(Wheel, ChoosingAtRandomCostsWhatIsExpectedOfIt) {
  const auto run = play_wheel(learning::uniform{wheel_actions}, 0.5, 20'000, 2);
  EXPECT_NEAR(run.regret / run.regret_of_uniform, 1.0, 0.02);
}

} // namespace
} // namespace troupe::evaluation
