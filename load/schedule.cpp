#include "load/schedule.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace troupe::load {
namespace {

double seconds(schedule::duration d) { return std::chrono::duration<double>(d).count(); }

double starts_in(const schedule::piece& p) { return mean_rate(p) * seconds(p.length); }

/// The seconds after which a piece has made `starts`: the root of from * t + (to - from) / (2 * length) *
/// t^2, in the form that neither divides by a slope of 0 nor cancels.
double seconds_until(const schedule::piece& p, double starts) {
  if (starts <= 0) return 0;
  const auto slope = (p.to - p.from) / seconds(p.length);
  return 2 * starts / (p.from + std::sqrt(std::max(0.0, p.from * p.from + 2 * slope * starts)));
}

} // namespace

schedule::schedule(std::vector<piece> pieces) : pieces_(std::move(pieces)) {
  for (const auto& p : pieces_) length_ += p.length;
  find();
}

void schedule::advance() noexcept {
  ++started_;
  find();
}

void schedule::find() noexcept {
  for (; piece_ < pieces_.size(); ++piece_) {
    const auto& p = pieces_[piece_];
    // A millionth of a start is the error of the sums: a start on a seam belongs to the piece behind it.
    const auto missing = static_cast<double>(started_) - starts_before_;
    if (missing < starts_in(p) - 1e-6) {
      const auto within = std::chrono::duration<double>(seconds_until(p, missing));
      next_ = begin_ + std::chrono::round<duration>(within);
      return;
    }
    starts_before_ += starts_in(p);
    begin_ += p.length;
  }
  next_.reset();
}

double mean_rate(const schedule::piece& p) noexcept { return (p.from + p.to) / 2; }

std::vector<schedule::piece> cut(const schedule::piece& whole, int parts) {
  auto slices = std::vector<schedule::piece>{};
  const auto at = [&](int i) { return whole.from + (whole.to - whole.from) * i / parts; };
  for (auto i = 0; i < parts; ++i)
    slices.push_back({at(i), at(i + 1), whole.length * (i + 1) / parts - whole.length * i / parts});
  return slices;
}

} // namespace troupe::load
