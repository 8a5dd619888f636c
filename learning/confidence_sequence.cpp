#include "learning/confidence_sequence.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>
#include <string>

namespace troupe::learning {
namespace {

/// The mixture: l = 1/2, 1/4, …, alike, which serves sums of squares of up to some 10^8.
constexpr std::size_t components = 12;
constexpr int bisections = 60;

double psi(double l) { return -std::log1p(-l) - l; }

} // namespace

confidence_sequence::confidence_sequence(double least, double most) : least_{least}, range_{most - least} {
  if (!(range_ > 0.0 && std::isfinite(range_)))
    throw std::invalid_argument{"values from " + std::to_string(least) + " to " + std::to_string(most)};
}

void confidence_sequence::see(double value) {
  if (!(value >= least_ && std::isfinite(value)))
    throw std::invalid_argument{"a value of " + std::to_string(value) + " where " + std::to_string(least_)
                                + " is the least"};
  const auto x = (value - least_) / range_;
  const auto expected = (0.5 + clipped_) / static_cast<double>(count_ + 1);
  squares_ += (x - expected) * (x - expected);
  sum_ += x;
  clipped_ += std::min(x, 1.0);
  ++count_;
}

double confidence_sequence::mean() const noexcept {
  return count_ == 0 ? least_ : least_ + range_ * sum_ / static_cast<double>(count_);
}

double confidence_sequence::log_evidence(double mean) const {
  std::array<double, components> logs{};
  auto l = 1.0;
  for (auto& log : logs) {
    l /= 2.0;
    log = l * (sum_ - mean * static_cast<double>(count_)) - psi(l) * squares_;
  }
  const auto greatest = std::ranges::max(logs);
  auto sum = 0.0;
  for (const auto log : logs) sum += std::exp(log - greatest);
  return greatest + std::log(sum / components);
}

bool confidence_sequence::above(double mean, double error) const {
  return mean < least_ || log_evidence((mean - least_) / range_) >= -std::log(error);
}

double confidence_sequence::lower(double error) const {
  if (count_ == 0 || log_evidence(0.0) < -std::log(error)) return least_;
  auto low = 0.0; // excluded
  auto high = sum_ / static_cast<double>(count_);
  for (int i = 0; i < bisections; ++i) {
    const auto middle = (low + high) / 2.0;
    (log_evidence(middle) >= -std::log(error) ? low : high) = middle;
  }
  return least_ + range_ * low;
}

void confidence_sequence::save(checkpoint_writer& out) const {
  out.put(count_);
  out.put(sum_);
  out.put(clipped_);
  out.put(squares_);
}

void confidence_sequence::load(checkpoint_reader& in) {
  count_ = in.whole();
  sum_ = in.number();
  clipped_ = in.number();
  squares_ = in.number();
}

} // namespace troupe::learning
