#pragma once
#include "messages/local/timer.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <unordered_map>
#include <vector>

namespace troupe::timer {

/// A timing wheel (Varghese, Lauck 1987, scheme 6: hashed, unsorted): setting, moving and firing a timer cost
/// O(1). One timer per key; it fires at the first tick that is not before its time.
template <class Key>
class wheel {
public:
  static constexpr std::chrono::milliseconds tick{10};

  explicit wheel(steady_time start) noexcept : origin_{start} {}

  /// The last call for a key counts.
  void set(const Key& key, steady_time at) {
    const auto due = std::max(tick_of(at), now_ + 1);
    due_[key] = due;
    slots_[due % slots].push_back({key, due});
  }

  /// Moves on to `now` and returns the keys whose time has come, in the order of their ticks.
  [[nodiscard]] std::vector<Key> advance(steady_time now) {
    auto fired = std::vector<Key>{};
    const auto target = static_cast<std::uint64_t>((now - origin_) / tick);
    // After a standstill longer than a round, one round sees every slot.
    if (target > now_ + slots) now_ = target - slots;
    while (now_ < target) turn(fired);
    return fired;
  }

  [[nodiscard]] bool empty() const noexcept { return due_.empty(); }

private:
  static constexpr std::size_t slots = 1024;
  struct entry {
    Key key;
    std::uint64_t due;
  };

  [[nodiscard]] std::uint64_t tick_of(steady_time at) const noexcept {
    if (at <= origin_) return 0;
    return static_cast<std::uint64_t>((at - origin_ + tick - steady_time::duration{1}) / tick);
  }

  void turn(std::vector<Key>& fired) {
    auto& slot = slots_[++now_ % slots];
    // Entries of later rounds stay; those that a later set() replaced are dropped as they are met.
    std::erase_if(slot, [&](const entry& e) {
      const auto known = due_.find(e.key);
      if (known == due_.end() || known->second != e.due) return true;
      if (e.due > now_) return false;
      fired.push_back(e.key);
      due_.erase(known);
      return true;
    });
  }

  steady_time origin_;
  std::uint64_t now_ = 0; ///< ticks since origin_ that have passed
  std::array<std::vector<entry>, slots> slots_;
  std::unordered_map<Key, std::uint64_t> due_;
};

} // namespace troupe::timer
