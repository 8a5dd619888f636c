#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace troupe::llm {

/// A circuit breaker (Nygard, Release It!, 2007): after some failures in a row an upstream is left alone for
/// a pause; then one call may try it, and decides.
class breaker {
public:
  using time = std::chrono::steady_clock::time_point;
  enum class state : std::uint8_t { closed, half_open, open };
  struct limits {
    std::size_t failures = 5; ///< in a row
    std::chrono::milliseconds pause{10'000};
  };

  explicit breaker(const limits& l) : limits_{l} {}

  /// Open ones become half open as time goes by.
  [[nodiscard]] state at(time now) const noexcept {
    if (failures_ < limits_.failures) return state::closed;
    return now < opened_ + limits_.pause ? state::open : state::half_open;
  }
  [[nodiscard]] bool admits(time now) const noexcept {
    const auto is = at(now);
    return is == state::closed || (is == state::half_open && !trying_);
  }
  /// A call begins; it says how it ended, or that it was given up.
  void begin(time now) noexcept { trying_ = at(now) == state::half_open; }
  void succeeded() noexcept { failures_ = 0, trying_ = false; }
  void failed(time now) noexcept {
    trying_ = false;
    if (failures_ < limits_.failures) ++failures_;
    if (failures_ == limits_.failures) opened_ = now;
  }
  void gave_up() noexcept { trying_ = false; }
  [[nodiscard]] time closes_at() const noexcept { return opened_ + limits_.pause; }

private:
  limits limits_;
  std::size_t failures_ = 0; ///< in a row, at most limits_.failures
  time opened_;
  bool trying_ = false; ///< the one call of the half-open state is under way
};

constexpr std::string_view name(breaker::state s) noexcept {
  switch (s) {
  case breaker::state::closed: return "closed";
  case breaker::state::half_open: return "half_open";
  case breaker::state::open: return "open";
  }
  return "closed";
}

} // namespace troupe::llm
