#pragma once
#include "learning/rewards.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace troupe::learning {

/// An entry of the log that policies are a fold of, in the order of its positions.
struct lesson {
  /// Stored: never renumber.
  enum class kind : std::uint8_t {
    learned = 1,   ///< a decision, at its episode's end
    corrected = 2, ///< its rewards from now on
    rebuilt = 3,   ///< from here back everything counts as if the last rewards had been the first
  };
  std::uint64_t position = 0; ///< from 1
  std::uint64_t number =
      0; ///< of the decisions that were learned, from 1; a correction has that of its decision
  kind what = kind::learned;
  std::int64_t turn = 0; ///< the store's short name of it; 0: of none
  std::string strategy;
  std::string policy; ///< that chose it
  std::vector<double> features;
  double propensity = 1.0;
  rewards earned;
  bool last = true; ///< the episode's last decision; its lessons stand side by side
  /// Of a correction: the rewards until now. Of a decision that is learned with later rewards than its first:
  /// those.
  std::optional<rewards> before;
  std::int64_t learned_at = 0;     ///< microseconds since 1970
  std::uint64_t first_learned = 0; ///< the position of the decision's own lesson

  bool operator==(const lesson&) const = default;
};

} // namespace troupe::learning
