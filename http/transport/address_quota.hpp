#pragma once

#include <cstddef>
#include <mutex>
#include <string>
#include <unordered_map>

namespace troupe::http {

/// Connections per client address, over all reactors.
class address_quota {
public:
  explicit address_quota(std::size_t most) noexcept : most_(most) {}

  /// False when the address has its share; else give_back() has to follow.
  [[nodiscard]] bool take(const std::string& address) {
    const std::lock_guard lock(mutex_);
    const auto held = held_.try_emplace(address, 0).first;
    if (held->second == most_) return false;
    ++held->second;
    return true;
  }
  void give_back(const std::string& address) {
    const std::lock_guard lock(mutex_);
    const auto held = held_.find(address);
    if (--held->second == 0) held_.erase(held);
  }

private:
  const std::size_t most_;
  std::mutex mutex_;
  std::unordered_map<std::string, std::size_t> held_;
};

} // namespace troupe::http
