#include "language/softmax_regression.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace troupe::language {
namespace {

dense_features points(std::initializer_list<float> values) {
  auto rows = dense_features(static_cast<Eigen::Index>(values.size()), 1);
  Eigen::Index i = 0;
  for (const auto value : values) rows(i++, 0) = value;
  return rows;
}

double probability(const softmax_regression& by, float x, Eigen::Index of) {
  dense_features scores = x * by.weights + by.bias;
  normalize_log(scores);
  return std::exp(static_cast<double>(scores(0, of)));
}

TEST(SoftmaxRegression, FindsTheMinimum) {
  const auto x = points({-2, -1, 0.5F, 1, 3});
  const auto labels = std::vector<std::size_t>{0, 0, 1, 1, 1};
  constexpr auto c = 2.0;
  const auto fitted = fit_softmax(x, labels, 2, c);
  // At the minimum the penalty's slope is the loss's: W = C sum w (y - p) x, and sum w (y - p) = 0.
  auto slope = 0.0;
  auto level = 0.0;
  for (Eigen::Index i = 0; i < x.rows(); ++i) {
    const auto is_second = labels[static_cast<std::size_t>(i)] == 1;
    const auto weight = 5.0 / (2 * (is_second ? 3 : 2)); // balanced
    const auto left = weight * ((is_second ? 1 : 0) - probability(fitted, x(i, 0), 1));
    slope += left * static_cast<double>(x(i, 0));
    level += left;
  }
  EXPECT_NEAR(static_cast<double>(fitted.weights(0, 1)), c * slope, 1e-2);
  EXPECT_NEAR(level, 0, 1e-2);
}

TEST(SoftmaxRegression, MakesUpForTheSizesOfClasses) {
  const auto labels = std::vector<std::size_t>{0, 0, 0, 0, 0, 1};
  const auto fitted = fit_softmax(points({-1, -1, -1, -1, -1, 1}), labels, 2, 1);
  EXPECT_NEAR(probability(fitted, 0, 1), 0.5, 1e-3);
}

TEST(SoftmaxRegression, IsTheSameForSparseFeatures) {
  const auto x = points({-2, 0, 0, 1});
  const auto labels = std::vector<std::size_t>{0, 1, 2, 2};
  const auto dense = fit_softmax(x, labels, 3, 1);
  const auto sparse = fit_softmax(sparse_features{x.sparseView()}, labels, 3, 1);
  EXPECT_TRUE(dense.weights.isApprox(sparse.weights, 1e-4F));
  EXPECT_TRUE(dense.bias.isApprox(sparse.bias, 1e-4F));
}

TEST(SoftmaxRegression, KeepsLogarithmsFiniteForLargeScores) {
  dense_features scores(1, 2);
  scores << 1000, -1000;
  normalize_log(scores);
  EXPECT_FLOAT_EQ(scores(0, 0), 0);
  EXPECT_FLOAT_EQ(scores(0, 1), -2000);
}

} // namespace
} // namespace troupe::language
