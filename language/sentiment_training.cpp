#include "language/sentiment_training.hpp"

#include "language/folds.hpp"

#include <Eigen/Cholesky>

#include <cmath>

namespace troupe::language {
namespace {

constexpr double penalty = 10;
constexpr std::size_t folds = 5;
constexpr std::uint64_t seed = 1;

struct line {
  Eigen::VectorXd weights;
  double bias = 0;
};

line ridge(const Eigen::MatrixXd& x, const Eigen::VectorXd& y) {
  const Eigen::RowVectorXd mean = x.colwise().mean();
  const Eigen::MatrixXd centred = x.rowwise() - mean;
  Eigen::MatrixXd normal = centred.transpose() * centred;
  normal.diagonal().array() += penalty;
  const Eigen::VectorXd weights = normal.llt().solve(centred.transpose() * (y.array() - y.mean()).matrix());
  return {weights, y.mean() - mean.dot(weights)};
}

/// Predictions for each text by a line that was fitted on the other folds.
Eigen::VectorXd held_out(const Eigen::MatrixXd& x, const Eigen::VectorXd& y) {
  const auto same = std::vector<std::size_t>(static_cast<std::size_t>(x.rows()));
  const auto fold_of = stratified_folds(same, folds, seed);
  Eigen::VectorXd predicted{x.rows()};
  for (std::size_t fold = 0; fold < folds; ++fold) {
    const auto parts = split_at(fold_of, fold);
    const auto fitted = ridge(x(parts.training, Eigen::all), y(parts.training));
    for (const auto i : parts.held_out) {
      const auto row = static_cast<Eigen::Index>(i);
      predicted[row] = x.row(row).dot(fitted.weights) + fitted.bias;
    }
  }
  return predicted;
}

double deviation(const Eigen::VectorXd& of) { return std::sqrt((of.array() - of.mean()).square().mean()); }

Eigen::VectorXd vector_of(std::span<const double> values) {
  return Eigen::Map<const Eigen::VectorXd>{values.data(), static_cast<Eigen::Index>(values.size())};
}

} // namespace

sentiment_weights fit_sentiment(const dense_features& embeddings, std::span<const double> ratings,
                                std::span<const double> by_words) {
  const Eigen::MatrixXd x = embeddings.cast<double>();
  const auto y = vector_of(ratings);
  const auto words = vector_of(by_words);
  const auto fitted = ridge(x, y);
  const auto predicted = held_out(x, y);
  const auto spread = deviation(predicted);
  const auto scale = spread > 0 ? deviation(words) / spread : 0.0;
  const Eigen::VectorXf weights = (fitted.weights * scale).cast<float>();
  return {{weights.begin(), weights.end()}, scale * (fitted.bias - predicted.mean()) + words.mean()};
}

} // namespace troupe::language
