#pragma once
#include <algorithm>
#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <utility>

namespace troupe::llm {

/// A bounded queue in which keys take turns, so that one key with many entries does not hold up the others;
/// the entries of a key keep their order.
template <class T>
class fair_queue {
public:
  explicit fair_queue(std::size_t most) : most_{most} {}

  /// False if it is full.
  [[nodiscard]] bool push(const std::string& key, T entry) {
    if (size_ == most_) return false;
    ++size_;
    auto lane = std::ranges::find(lanes_, key, &lane_of_key::key);
    if (lane == lanes_.end()) lane = lanes_.insert(lanes_.end(), {key, {}});
    lane->entries.push_back(std::move(entry));
    return true;
  }

  [[nodiscard]] std::optional<T> pop() {
    if (lanes_.empty()) return std::nullopt;
    auto lane = std::move(lanes_.front());
    lanes_.pop_front();
    auto next = std::move(lane.entries.front());
    lane.entries.pop_front();
    if (!lane.entries.empty()) lanes_.push_back(std::move(lane));
    --size_;
    return next;
  }

  void erase(const T& entry) {
    for (auto lane = lanes_.begin(); lane != lanes_.end(); ++lane) {
      const auto gone = std::erase(lane->entries, entry);
      if (gone == 0) continue;
      size_ -= gone;
      if (lane->entries.empty()) lanes_.erase(lane);
      return;
    }
  }

  [[nodiscard]] std::size_t size() const noexcept { return size_; }

private:
  struct lane_of_key {
    std::string key;
    std::deque<T> entries;
  };
  std::size_t most_;
  std::size_t size_ = 0;
  std::deque<lane_of_key> lanes_; ///< in the order of their turns; none is empty
};

} // namespace troupe::llm
