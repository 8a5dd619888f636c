#pragma once
#include <prometheus/family.h>
#include <prometheus/histogram.h>

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <map>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace troupe::telemetry {

/// The series of a metric with labels: one for each combination of label values, made when first asked for
/// and there from then on. Thread-safe; a reference stays valid as long as the registry. Values are names out
/// of the program's own tables, never a client's words, for each new one costs memory for good.
template <class Metric, std::size_t Labels = 1>
class series {
public:
  using labels = std::array<std::string, Labels>;
  using buckets = prometheus::Histogram::BucketBoundaries;

  /// `bounds` are the buckets of a histogram; other metrics have none.
  series(prometheus::Family<Metric>& family, labels names, buckets bounds = {})
      : family_{family}, names_{std::move(names)}, bounds_{std::move(bounds)} {}

  template <std::convertible_to<std::string_view>... Values>
  requires(sizeof...(Values) == Labels) [[nodiscard]] Metric& operator()(const Values&... values) {
    const auto key = views{std::string_view{values}...};
    {
      const auto reading = std::shared_lock{mutex_};
      if (const auto known = known_.find(key); known != known_.end()) return *known->second;
    }
    return add(key);
  }

private:
  using views = std::array<std::string_view, Labels>;

  struct by_value {
    using is_transparent = void;
    bool operator()(const auto& a, const auto& b) const noexcept {
      return std::ranges::lexicographical_compare(a, b);
    }
  };

  Metric& add(const views& values) {
    auto key = labels{};
    auto labelled = prometheus::Labels{};
    for (std::size_t i = 0; i < Labels; ++i) labelled[names_[i]] = key[i] = values[i];
    const auto writing = std::lock_guard{mutex_};
    return *known_.try_emplace(std::move(key), &add(labelled)).first->second;
  }

  // The family knows a series of the same labels again, so a race of two first requests makes one.
  Metric& add(const prometheus::Labels& labelled) {
    if constexpr (std::is_same_v<Metric, prometheus::Histogram>)
      return family_.Add(labelled, bounds_);
    else
      return family_.Add(labelled);
  }

  prometheus::Family<Metric>& family_;
  labels names_;
  buckets bounds_;
  std::shared_mutex mutex_;
  std::map<labels, Metric*, by_value> known_;
};

} // namespace troupe::telemetry
