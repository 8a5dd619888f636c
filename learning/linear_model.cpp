#include "learning/linear_model.hpp"

#include "learning/checkpoint.hpp"

#include <Eigen/Core>

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace troupe::learning {
namespace {

using vector = Eigen::Map<Eigen::VectorXd>;
using const_vector = Eigen::Map<const Eigen::VectorXd>;
using matrix = Eigen::Map<Eigen::MatrixXd>;
using const_matrix = Eigen::Map<const Eigen::MatrixXd>;

Eigen::Index index(std::size_t of) { return static_cast<Eigen::Index>(of); }
const_vector viewed(std::span<const double> of) { return {of.data(), index(of.size())}; }

void require(bool holds, const char* what) {
  if (!holds) throw std::invalid_argument{what};
}

} // namespace

linear_model::linear_model(std::size_t dimension, const linear_options& options)
    : options_{options}, weights_(dimension), inverse_(dimension * dimension) {
  require(std::isfinite(options.precision) && options.precision > 0,
          "the precision of a prior must be positive");
  require(std::isfinite(options.half_life) && options.half_life >= 0, "a half-life must not be negative");
  for (std::size_t i = 0; i < dimension; ++i) inverse_[i * dimension + i] = 1.0 / options.precision;
}

double linear_model::kept(std::uint64_t steps) const {
  if (options_.half_life <= 0.0) return 1.0;
  return std::exp2(-static_cast<double>(steps) / options_.half_life);
}

prediction linear_model::predict(std::span<const double> x, std::uint64_t now) const {
  const auto size = index(weights_.size());
  const auto in = viewed(x);
  const auto inverse = const_matrix{inverse_.data(), size, size};
  const Eigen::VectorXd spread = inverse.selfadjointView<Eigen::Lower>() * in;
  const auto prior = in.squaredNorm() / options_.precision;
  const auto spread_now = std::min(std::max(in.dot(spread), 0.0) / kept(now - clock_), prior);
  return {viewed(weights_).dot(in), spread_now};
}

prediction linear_model::observe(std::span<const double> x, double y) {
  const auto size = index(weights_.size());
  const auto in = viewed(x);
  auto weights = vector{weights_.data(), size};
  auto inverse = matrix{inverse_.data(), size, size};
  const Eigen::VectorXd spread = inverse.selfadjointView<Eigen::Lower>() * in;
  const auto before = prediction{weights.dot(in), std::max(in.dot(spread), 0.0)};
  const auto surprise = y - before.mean;
  const auto scale = 1.0 + before.spread;
  weights += spread * (surprise / scale);
  inverse.selfadjointView<Eigen::Lower>().rankUpdate(spread, -1.0 / scale);
  residuals_ += surprise * surprise / scale;
  return before;
}

void linear_model::forget(std::uint64_t now) {
  const auto factor = std::max(kept(now - clock_), 1e-6); // beyond that, next to nothing is left to forget
  clock_ = now;
  if (factor >= 1.0) return;
  for (auto& element : inverse_) element /= factor;
  residuals_ *= factor;
  count_ *= factor;
  // The ridge has lost a share of 1 - factor in every coordinate: so many coordinates get back what is
  // theirs.
  const auto dimension = weights_.size();
  const auto lost = (1.0 - factor) * static_cast<double>(dimension);
  const auto coordinates = static_cast<std::size_t>(std::ceil(lost));
  const auto share = std::sqrt(options_.precision * lost / static_cast<double>(coordinates));
  std::vector<double> axis(dimension);
  for (std::size_t i = 0; i < coordinates; ++i) {
    axis[restored_] = share;
    observe(axis, 0.0);
    axis[restored_] = 0.0;
    restored_ = (restored_ + 1) % dimension;
  }
}

prediction linear_model::learn(std::span<const double> x, double y, std::uint64_t now) {
  forget(now);
  count_ += 1.0;
  return observe(x, y);
}

void linear_model::correct(std::span<const double> x, double y, double change, std::uint64_t then) {
  const auto size = index(weights_.size());
  const auto in = viewed(x);
  auto weights = vector{weights_.data(), size};
  const Eigen::VectorXd spread =
      const_matrix{inverse_.data(), size, size}.selfadjointView<Eigen::Lower>() * in;
  const auto weight = kept(clock_ - std::min(then, clock_));
  const auto shift = weight * change;
  // residuals = sum g^age y^2 - b' A^-1 b, and b grows by shift x
  residuals_ += weight * ((y + change) * (y + change) - y * y) - 2.0 * shift * weights.dot(in)
                - shift * shift * in.dot(spread);
  weights += shift * spread;
}

void linear_model::write(checkpoint_writer& to) const {
  to.put(std::span{weights_});
  const auto dimension = weights_.size();
  for (std::size_t column = 0; column < dimension; ++column)
    for (std::size_t row = column; row < dimension; ++row) to.put(inverse_[column * dimension + row]);
  to.put(residuals_);
  to.put(count_);
  to.put(clock_);
  to.put(restored_);
}

void linear_model::read(checkpoint_reader& from) {
  const auto dimension = weights_.size();
  weights_ = from.numbers(dimension);
  for (std::size_t column = 0; column < dimension; ++column)
    for (std::size_t row = column; row < dimension; ++row) inverse_[column * dimension + row] = from.number();
  residuals_ = from.number();
  count_ = from.number();
  require(count_ >= 0.0, "not a checkpoint: a model has learned from less than nothing");
  clock_ = from.whole();
  restored_ = from.whole(dimension - 1);
}

} // namespace troupe::learning
