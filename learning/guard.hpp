#pragma once
#include "learning/confidence_sequence.hpp"

#include <cstdint>
#include <optional>

namespace troupe::learning {

/// Watches over a policy that took over by itself: whether more conversations are escalated since then than
/// under the policy that it replaced. Both rates have a confidence sequence of their own, each of half the
/// error, and the guard trips when the lower bound of the one is above the upper bound of the other. What was
/// done is compared with what was done, before and after, so that it takes no exploration to notice.
class guard {
public:
  /// The share of guards that ever trip although nothing has worsened.
  static constexpr double error = 0.05;

  /// A conversation that the replaced policy held.
  void see_before(bool escalated);
  /// One of the policy that took over; `position`: of its last lesson.
  void see_since(bool escalated, std::uint64_t position);

  [[nodiscard]] const confidence_sequence& since() const noexcept { return since_; }
  [[nodiscard]] std::uint64_t count_before() const noexcept { return kept_before_.count(); }
  [[nodiscard]] double rate_before() const noexcept;
  /// Upper bound of the rate before, lower bound of that since then.
  [[nodiscard]] double ceiling() const;
  [[nodiscard]] double floor() const { return since_.lower(error / 2.0); }
  /// The position at which it tripped; 0: it has not.
  [[nodiscard]] std::uint64_t tripped_at() const noexcept { return tripped_at_; }

  void save(checkpoint_writer&) const;
  void load(checkpoint_reader&);

private:
  confidence_sequence kept_before_{0.0, 1.0}; ///< of those that were not escalated
  confidence_sequence since_{0.0, 1.0};       ///< of those that were
  std::uint64_t tripped_at_ = 0;
  std::optional<double> ceiling_; ///< as soon as it stands
};

} // namespace troupe::learning
