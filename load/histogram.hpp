#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace troupe::load {

/// Counts durations in buckets that are equally wide within each power of two, after Gil Tene's HdrHistogram
/// (hdrhistogram.org): recording takes constant time, and the memory does not grow with the number of values.
/// Below 128 ns a value is exact; above, a percentile is off by at most 1/256 (0.4 %) of its value. Values
/// from `most` on share the last bucket; the maximum is exact always.
class histogram {
public:
  using duration = std::chrono::nanoseconds;

  static constexpr int precision_bits = 7;                     ///< 128 buckets for each power of two
  static constexpr duration most{(std::int64_t{1} << 42) - 1}; ///< 73 minutes

  histogram() : counts_(bucket_of(most) + 1) {}

  void record(duration value) noexcept; ///< a negative one counts as 0
  void merge(const histogram& other) noexcept;
  void clear() noexcept;

  [[nodiscard]] std::uint64_t count() const noexcept { return count_; }
  [[nodiscard]] duration max() const noexcept { return max_; } ///< 0 if there are no values

  /// The value that `percent` of all values do not pass: the one of rank ceil(percent / 100 * count), at
  /// least the first. 0 if there are none.
  [[nodiscard]] duration percentile(double percent) const noexcept;
  /// How many values lie in buckets up to that of `bound`.
  [[nodiscard]] std::uint64_t count_up_to(duration bound) const noexcept;

  [[nodiscard]] static std::size_t bucket_of(duration value) noexcept;
  /// The first value of a bucket.
  [[nodiscard]] static duration begin_of(std::size_t bucket) noexcept;

private:
  std::vector<std::uint64_t> counts_;
  std::uint64_t count_ = 0;
  duration max_{0};
};

} // namespace troupe::load
