#pragma once
#include <Eigen/Core>
#include <Eigen/SparseCore>

#include <cstddef>
#include <span>

namespace troupe::language {

/// A row for each text.
using dense_features = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using sparse_features = Eigen::SparseMatrix<float, Eigen::RowMajor>;

/// Multinomial logistic regression: log p(class | x) = x W + b, less the logarithm of the classes' sum.
struct softmax_regression {
  dense_features weights; ///< features x classes
  Eigen::RowVectorXf bias;
};

/// Minimises C sum w loss + |W|^2 / 2 by L-BFGS (Nocedal, Wright: Numerical Optimization, 7.2), where a
/// text's w makes up for the size of its class: n / (classes * texts of the class). Each label is below
/// `classes`.
[[nodiscard]] softmax_regression fit_softmax(const dense_features&, std::span<const std::size_t> labels,
                                             std::size_t classes, double c);
[[nodiscard]] softmax_regression fit_softmax(const sparse_features&, std::span<const std::size_t> labels,
                                             std::size_t classes, double c);

/// Turns the scores of each row into logarithms of probabilities.
void normalize_log(Eigen::Ref<dense_features, 0, Eigen::OuterStride<>> scores);

} // namespace troupe::language
