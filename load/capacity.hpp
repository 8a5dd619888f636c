#pragma once
#include <optional>

namespace troupe::load {

/// Searches the highest rate that the server holds: doubles until one is not held, then bisects until the gap
/// is 5 % of it. A rate counts as not held when it fails twice, since a single hiccup of the machine is no
/// limit.
class capacity_search {
public:
  explicit capacity_search(double first_rate) noexcept : rate_(first_rate) {}

  /// The rate to try; none when the search is over.
  [[nodiscard]] std::optional<double> next() const noexcept {
    return over_ ? std::nullopt : std::optional{rate_};
  }
  /// What came of it.
  void record(bool held) noexcept;

  /// The highest rate that was held; 0 if none was.
  [[nodiscard]] double best() const noexcept { return held_; }

  static constexpr double precision = 0.05;
  static constexpr double lowest = 1, highest = 1e6; ///< starts a second

private:
  double rate_;
  double held_ = 0;
  std::optional<double> failed_; ///< the lowest rate that was not held
  bool tried_ = false;           ///< this rate has failed once
  bool over_ = false;
};

} // namespace troupe::load
