#pragma once
#include "learning/checkpoint.hpp"
#include "learning/rewards.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace troupe::learning {

/// A sum of numbers that may be taken back.
struct tally {
  std::uint64_t count = 0;
  double sum = 0;
  double squares = 0;

  void add(double x) noexcept;
  void take_back(double x) noexcept;
  [[nodiscard]] double mean() const noexcept { return count == 0 ? 0.0 : sum / static_cast<double>(count); }
  /// Half of the normal 95 % interval of the mean, 1.96 s / sqrt(n); none below two numbers.
  [[nodiscard]] std::optional<double> margin() const noexcept;

  bool operator==(const tally&) const = default;
};

/// What an operator sees of the rewards: for each action and group of intents, and for each kind of reward.
class statistics {
public:
  explicit statistics(std::size_t actions);

  void add(std::size_t action, std::size_t group, const rewards&, double reward);
  void take_back(std::size_t action, std::size_t group, const rewards&, double reward);

  [[nodiscard]] const tally& of(std::size_t action, std::size_t group) const;
  [[nodiscard]] tally of_action(std::size_t action) const;
  [[nodiscard]] const tally& of_kind(reward_kind k) const { return kinds_[static_cast<std::size_t>(k)]; }

  void save(checkpoint_writer&) const;
  static statistics load(checkpoint_reader&, std::size_t actions);

  bool operator==(const statistics&) const = default;

private:
  std::vector<tally> cells_; ///< by action, then by group
  std::array<tally, reward_kinds> kinds_;
};

} // namespace troupe::learning
