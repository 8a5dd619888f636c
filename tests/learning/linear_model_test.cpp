#include "learning/checkpoint.hpp"
#include "learning/linear_model.hpp"
#include "learning/random.hpp"

#include <Eigen/Dense>
#include <gmock/gmock.h>

#include <cmath>

namespace troupe::learning {
namespace {

constexpr std::size_t dimension = 4;

struct sample {
  std::vector<double> x;
  double y = 0.0;
};

std::vector<sample> samples(std::size_t count, std::uint64_t seed) {
  auto random = random_stream{seed};
  std::vector<sample> all(count);
  for (auto& one : all) {
    one.x.push_back(1.0);
    while (one.x.size() < dimension) one.x.push_back(2 * random.uniform() - 1);
    one.y = 0.3 + 0.5 * one.x[1] - one.x[3] + 0.2 * (random.uniform() - 0.5);
  }
  return all;
}

/// The definition, solved as a whole: what the rank-one updates have to come to.
estimate direct(const std::vector<sample>& all, const std::vector<double>& at,
                const linear_options& options) {
  Eigen::MatrixXd a = Eigen::MatrixXd::Identity(dimension, dimension) * options.precision;
  Eigen::VectorXd b = Eigen::VectorXd::Zero(dimension);
  double squares = 0.0;
  for (const auto& [x, y] : all) {
    const auto v = Eigen::Map<const Eigen::VectorXd>{x.data(), static_cast<Eigen::Index>(x.size())};
    a += v * v.transpose();
    b += y * v;
    squares += y * y;
  }
  const Eigen::VectorXd weights = a.llt().solve(b);
  const auto in = Eigen::Map<const Eigen::VectorXd>{at.data(), static_cast<Eigen::Index>(at.size())};
  const auto noise = (options.noise_weight * options.noise + squares - b.dot(weights))
                     / (options.noise_weight + static_cast<double>(all.size()));
  return {weights.dot(in), std::sqrt(noise * in.dot(a.llt().solve(in)))};
}

TEST(LinearModel, IsTheRidgeRegressionOfAllItHasSeen) {
  const auto all = samples(200, 1);
  const auto options = linear_options{.precision = 0.7};
  auto model = linear_model{dimension, options};
  for (std::size_t i = 0; i < all.size(); ++i) model.learn(all[i].x, all[i].y, i + 1);
  for (const auto& one : samples(5, 2)) {
    const auto expected = direct(all, one.x, options);
    const auto predicted = model.predict(one.x, all.size());
    EXPECT_NEAR(predicted.mean, expected.mean, 1e-10);
    EXPECT_NEAR(predicted.deviation, expected.deviation, 1e-10);
  }
}

TEST(LinearModel, StandsAtThePriorBeforeAnythingWasSeen) {
  const auto model = linear_model{2, {.precision = 4.0, .noise = 0.25}};
  const auto [mean, deviation] = model.predict(std::vector{1.0, 1.0}, 0);
  EXPECT_EQ(mean, 0.0);
  EXPECT_DOUBLE_EQ(deviation, std::sqrt(0.25 * 2.0 / 4.0));
}

TEST(LinearModel, ACorrectionIsAsIfTheTargetHadBeenTheOther) {
  auto all = samples(100, 3);
  auto corrected = linear_model{dimension, {}};
  for (std::size_t i = 0; i < all.size(); ++i) corrected.learn(all[i].x, all[i].y, i + 1);
  corrected.correct(all[40].x, all[40].y, 0.7, 41);
  corrected.correct(all[40].x, all[40].y + 0.7, -0.2, 41);
  all[40].y += 0.5;
  for (const auto& one : samples(5, 4)) {
    const auto expected = direct(all, one.x, {});
    EXPECT_NEAR(corrected.predict(one.x, 100).mean, expected.mean, 1e-10);
    EXPECT_NEAR(corrected.predict(one.x, 100).deviation, expected.deviation, 1e-10);
  }
}

TEST(LinearModel, ACorrectionCountsAsLittleAsWhatItCorrectsAfterForgetting) {
  auto all = samples(100, 5);
  const auto options = linear_options{.half_life = 20};
  auto corrected = linear_model{dimension, options};
  for (std::size_t i = 0; i < all.size(); ++i) corrected.learn(all[i].x, all[i].y, 2 * i + 1);
  corrected.correct(all[60].x, all[60].y, 0.5, 121);
  all[60].y += 0.5;
  auto anew = linear_model{dimension, options};
  for (std::size_t i = 0; i < all.size(); ++i) anew.learn(all[i].x, all[i].y, 2 * i + 1);
  for (const auto& one : samples(5, 6)) {
    EXPECT_NEAR(corrected.predict(one.x, 205).mean, anew.predict(one.x, 205).mean, 1e-10);
    EXPECT_NEAR(corrected.predict(one.x, 205).deviation, anew.predict(one.x, 205).deviation, 1e-10);
  }
}

TEST(LinearModel, ForgettingMakesWhatIsOldUncertainButNotMoreThanThePrior) {
  auto model = linear_model{dimension, {.half_life = 50}};
  const auto all = samples(100, 7);
  for (std::size_t i = 0; i < all.size(); ++i) model.learn(all[i].x, all[i].y, i + 1);
  const auto at = all.front().x;
  const auto now = model.predict(at, 100);
  const auto later = model.predict(at, 150);
  EXPECT_NEAR(later.deviation, now.deviation * std::sqrt(2.0), 1e-10);
  EXPECT_EQ(later.mean, now.mean);
  EXPECT_EQ(model.predict(at, 10'000).deviation, model.predict(at, 100'000).deviation);
}

TEST(LinearModel, FollowsATargetThatChangesOnlyIfItForgets) {
  auto keeps = linear_model{dimension, {}};
  auto forgets = linear_model{dimension, {.half_life = 50}};
  std::uint64_t clock = 0;
  for (const auto shift : {0.0, 3.0})
    for (const auto& one : samples(400, 8)) {
      keeps.learn(one.x, one.y + shift, ++clock);
      forgets.learn(one.x, one.y + shift, clock);
    }
  const auto one = samples(1, 9).front();
  EXPECT_NEAR(forgets.predict(one.x, clock).mean, one.y + 3.0, 0.3);
  EXPECT_NEAR(keeps.predict(one.x, clock).mean, one.y + 1.5, 0.3);
}

TEST(LinearModel, StaysSoundOverManyForgettingSteps) {
  auto model = linear_model{dimension, {.half_life = 100}};
  std::uint64_t clock = 0;
  for (int round = 0; round < 200; ++round)
    for (const auto& one : samples(500, 10)) model.learn(one.x, one.y, ++clock);
  const auto one = samples(1, 11).front();
  EXPECT_NEAR(model.predict(one.x, clock).mean, one.y, 0.2);
  EXPECT_GT(model.predict(one.x, clock).deviation, 0.0);
  EXPECT_LT(model.predict(one.x, clock).deviation, 0.1);
}

} // namespace
} // namespace troupe::learning
