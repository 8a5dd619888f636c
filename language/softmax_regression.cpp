#include "language/softmax_regression.hpp"

#include <LBFGS.h>
#include <cmath>
#include <stdexcept>
#include <vector>

namespace troupe::language {
namespace {

using vector = Eigen::VectorXf;

/// The objective over W and b, which stand one behind the other in one vector; divided by C sum w, so that
/// its size and the thresholds of convergence mean the same for every number of texts.
template <class Features>
class objective {
public:
  objective(const Features& x, std::span<const std::size_t> labels, std::size_t classes, double c)
      : x_{x}, labels_{labels}, classes_{static_cast<Eigen::Index>(classes)}, weights_(x.rows()) {
    auto sizes = std::vector<float>(classes);
    for (const auto label : labels) ++sizes[label];
    for (Eigen::Index i = 0; i < x.rows(); ++i)
      weights_[i] = 1 / (static_cast<float>(classes) * sizes[labels[static_cast<std::size_t>(i)]]);
    weights_ /= weights_.sum();
    penalty_ = static_cast<float>(1 / (c * static_cast<double>(x.rows())));
  }

  [[nodiscard]] Eigen::Index variables() const { return (x_.cols() + 1) * classes_; }

  float operator()(const vector& at, vector& gradient) {
    const auto w = Eigen::Map<const dense_features>{at.data(), x_.cols(), classes_};
    scores_.noalias() = x_ * w;
    scores_.rowwise() += at.tail(classes_).transpose();
    normalize_log(scores_);
    auto loss = 0.0;
    for (Eigen::Index i = 0; i < x_.rows(); ++i) {
      const auto label = static_cast<Eigen::Index>(labels_[static_cast<std::size_t>(i)]);
      loss -= static_cast<double>(weights_[i] * scores_(i, label));
      scores_.row(i) = scores_.row(i).array().exp() * weights_[i];
      scores_(i, label) -= weights_[i];
    }
    auto gradient_w = Eigen::Map<dense_features>{gradient.data(), x_.cols(), classes_};
    gradient_w.noalias() = x_.transpose() * scores_;
    gradient_w += penalty_ * w;
    gradient.tail(classes_) = scores_.colwise().sum().transpose();
    return static_cast<float>(loss) + penalty_ / 2 * w.squaredNorm();
  }

private:
  const Features& x_;
  std::span<const std::size_t> labels_;
  Eigen::Index classes_;
  vector weights_; ///< of the texts; their sum is 1
  float penalty_ = 0;
  dense_features scores_;
};

template <class Features>
softmax_regression fit(const Features& x, std::span<const std::size_t> labels, std::size_t classes,
                       double c) {
  auto f = objective<Features>{x, labels, classes, c};
  auto settings = LBFGSpp::LBFGSParam<float>{};
  settings.max_iterations = 200;
  settings.epsilon = settings.epsilon_rel = 1e-5F;
  settings.past = 3;
  settings.delta = 1e-5F;
  vector at = vector::Zero(f.variables());
  auto reached = 0.0F;
  auto solver = LBFGSpp::LBFGSSolver<float>{settings};
  try {
    solver.minimize(f, at, reached);
  } catch (const std::exception&) { // NOLINT(bugprone-empty-catch)
    // No step improves any more at this precision: `at` is the minimum.
  }
  const auto outputs = static_cast<Eigen::Index>(classes);
  return {Eigen::Map<const dense_features>{at.data(), x.cols(), outputs}, at.tail(outputs).transpose()};
}

} // namespace

void normalize_log(Eigen::Ref<dense_features, 0, Eigen::OuterStride<>> scores) {
  for (Eigen::Index i = 0; i < scores.rows(); ++i) {
    auto row = scores.row(i).array();
    row -= row.maxCoeff();
    row -= std::log(row.exp().sum());
  }
}

softmax_regression fit_softmax(const dense_features& x, std::span<const std::size_t> labels,
                               std::size_t classes, double c) {
  return fit(x, labels, classes, c);
}

softmax_regression fit_softmax(const sparse_features& x, std::span<const std::size_t> labels,
                               std::size_t classes, double c) {
  return fit(x, labels, classes, c);
}

} // namespace troupe::language
