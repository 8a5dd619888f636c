#pragma once
#include "messages/local/timer.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <optional>
#include <vector>

namespace troupe::supervisor {

/// When a child that went down may start again: at once, then with doubling delay, and no more than
/// `intensity` times within `period` (the restart intensity of Erlang/OTP's supervisor): what cannot be
/// healed must end the process.
class restart_policy {
public:
  struct limits {
    std::size_t intensity = 8;
    std::chrono::milliseconds period{60'000};
    std::chrono::milliseconds first_delay{50};
    std::chrono::milliseconds longest_delay{5'000};
  };

  explicit restart_policy(const limits& l) noexcept : limits_{l} {}

  /// The delay before the next start; none when the child may not start again.
  [[nodiscard]] std::optional<std::chrono::milliseconds> went_down(steady_time now) {
    std::erase_if(downs_, [&](steady_time t) { return now - t >= limits_.period; });
    if (downs_.size() >= limits_.intensity) return std::nullopt;
    downs_.push_back(now);
    if (downs_.size() == 1) return std::chrono::milliseconds{0};
    const auto doubled = limits_.first_delay * (1LL << std::min<std::size_t>(downs_.size() - 2, 20));
    return std::min<std::chrono::milliseconds>(doubled, limits_.longest_delay);
  }

private:
  limits limits_;
  std::vector<steady_time> downs_;
};

} // namespace troupe::supervisor
