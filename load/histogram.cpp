#include "load/histogram.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace troupe::load {
namespace {

constexpr std::uint64_t buckets_per_power = 1U << histogram::precision_bits;

} // namespace

// The values [2^k, 2^(k+1)), k >= 7, are shifted right until they lie in [128, 256): what is shifted out is
// the width of the bucket, what is left its place in the power.
std::size_t histogram::bucket_of(duration value) noexcept {
  const auto v = static_cast<std::uint64_t>(std::clamp(value, duration::zero(), most).count());
  if (v < buckets_per_power) return v;
  const auto shift = static_cast<std::uint64_t>(std::bit_width(v)) - precision_bits - 1;
  return shift * buckets_per_power + (v >> shift);
}

histogram::duration histogram::begin_of(std::size_t bucket) noexcept {
  if (bucket < 2 * buckets_per_power) return duration{static_cast<std::int64_t>(bucket)};
  const auto shift = bucket / buckets_per_power - 1;
  return duration{static_cast<std::int64_t>((bucket - shift * buckets_per_power) << shift)};
}

void histogram::record(duration value) noexcept {
  ++counts_[bucket_of(value)];
  ++count_;
  max_ = std::max(max_, value);
}

void histogram::merge(const histogram& other) noexcept {
  std::ranges::transform(counts_, other.counts_, counts_.begin(), std::plus{});
  count_ += other.count_;
  max_ = std::max(max_, other.max_);
}

void histogram::clear() noexcept {
  std::ranges::fill(counts_, 0);
  count_ = 0;
  max_ = duration::zero();
}

histogram::duration histogram::percentile(double percent) const noexcept {
  if (count_ == 0) return duration::zero();
  const auto exact = std::ceil(percent / 100 * static_cast<double>(count_));
  const auto rank = std::clamp(static_cast<std::uint64_t>(std::max(exact, 1.0)), std::uint64_t{1}, count_);
  auto bucket = std::size_t{0};
  for (auto seen = counts_.front(); seen < rank; seen += counts_[bucket]) ++bucket;
  if (bucket + 1 == counts_.size()) return max_; // the last one has no end
  const auto begin = begin_of(bucket), end = begin_of(bucket + 1);
  return std::min(begin + (end - begin - duration{1}) / 2, max_);
}

std::uint64_t histogram::count_up_to(duration bound) const noexcept {
  auto total = std::uint64_t{0};
  for (auto bucket = std::size_t{0}; bucket <= bucket_of(bound); ++bucket) total += counts_[bucket];
  return total;
}

} // namespace troupe::load
