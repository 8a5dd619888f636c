#include "evaluation/correlation.hpp"

#include <gtest/gtest.h>

#include <array>

namespace troupe::evaluation {
namespace {

TEST(Correlation, IsOneForALineAndMinusOneForAFallingOne) {
  const auto a = std::array{1.0, 2.0, 4.0};
  EXPECT_NEAR(*pearson_r(a, std::array{3.0, 5.0, 9.0}), 1, 1e-12);
  EXPECT_NEAR(*pearson_r(a, std::array{-3.0, -5.0, -9.0}), -1, 1e-12);
  EXPECT_NEAR(*pearson_r(std::array{1.0, 2.0, 3.0}, std::array{1.0, -2.0, 1.0}), 0, 1e-12);
}

TEST(Correlation, IsNoneWhereNothingVaries) {
  EXPECT_FALSE(pearson_r(std::array{1.0, 1.0}, std::array{1.0, 2.0}));
  EXPECT_FALSE(pearson_r(std::array{1.0, 2.0}, std::array{1.0, 1.0}));
  EXPECT_FALSE(pearson_r({}, {}));
}

} // namespace
} // namespace troupe::evaluation
