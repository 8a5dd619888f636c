#pragma once
#include "learning/checkpoint.hpp"

#include <cstdint>
#include <vector>

namespace troupe::learning {

/// Rewards from 0 to 1, by the least and the greatest that were seen so far; what lies beyond is clipped, and
/// while all were alike it is 0.5. A later correction of a reward is measured by the scale that this was
/// learned on, so that sums stay exact.
class reward_scale {
public:
  /// Takes note of a reward that is learned at a position; positions rise.
  void see(double reward, std::uint64_t position);
  /// On the scale as it stood at a position.
  [[nodiscard]] double normalised(double reward, std::uint64_t position) const;

  void save(checkpoint_writer&) const;
  static reward_scale load(checkpoint_reader&);

  bool operator==(const reward_scale&) const = default;

private:
  /// The extremes change ever more seldom: about 2 ln n times in n rewards of a steady source.
  struct step {
    std::uint64_t from = 0; ///< position
    double least = 0;
    double greatest = 0;

    bool operator==(const step&) const = default;
  };
  std::vector<step> steps_;
};

} // namespace troupe::learning
