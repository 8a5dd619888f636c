#pragma once
#include "learning/checkpoint.hpp"

namespace troupe::learning {

/// Hears when rewards fall behind what is expected of them for good: the one-sided cumulative sum of Page
/// (Continuous Inspection Schemes, Biometrika 41, 1954) over drops = (expected - got) / deviation. A fall of
/// a deviation is heard after some 20 rewards. Without one, an alarm comes once in some exp(threshold) /
/// allowance of them, or less often (Siegmund: Sequential Analysis, 1985, 2.6).
class drop_alarm {
public:
  static constexpr double allowance = 0.5; ///< deviations that a drop may have without being one
  static constexpr double threshold = 10.0;

  /// True where it raises the alarm; then it begins anew.
  bool hear(double drop) noexcept;

  void write(checkpoint_writer&) const;
  static drop_alarm read(checkpoint_reader&);

  bool operator==(const drop_alarm&) const = default;

private:
  double sum_ = 0.0;
};

} // namespace troupe::learning
