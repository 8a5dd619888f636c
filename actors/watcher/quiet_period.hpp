#pragma once
#include "messages/local/timer.hpp"

#include <algorithm>
#include <optional>

namespace troupe::watcher {

/// When changes that come in a burst are acted upon: once none has come for `quiet`, and at the latest ten
/// times that after the first of them.
class quiet_period {
public:
  using duration = steady_time::duration;
  static constexpr int longest = 10;

  explicit quiet_period(duration quiet) : quiet_{quiet} {}

  void changed(steady_time now) noexcept {
    if (!pending_) first_ = now;
    pending_ = true;
    last_ = now;
  }
  /// None while nothing has changed.
  [[nodiscard]] std::optional<steady_time> due() const noexcept {
    if (!pending_) return std::nullopt;
    return std::min(last_ + quiet_, first_ + longest * quiet_);
  }
  /// What has changed so far is being acted upon.
  void acted() noexcept { pending_ = false; }

private:
  duration quiet_;
  bool pending_ = false;
  steady_time first_; ///< of those that are pending
  steady_time last_;
};

} // namespace troupe::watcher
