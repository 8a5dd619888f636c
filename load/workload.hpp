#pragma once
#include "load/schedule.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <queue>
#include <utility>
#include <vector>

/// Who speaks when. Times are counted from the beginning of the run; conversations are numbers.
namespace troupe::load {

using instant = std::chrono::nanoseconds;

struct start {
  instant intended{0};
  std::size_t phase = 0;                     ///< the part of the run that it is measured in
  std::optional<std::uint32_t> conversation; ///< none: a new one
};

/// Starts at the times of a schedule, whatever became of the turns before: the conversation that has waited
/// longest for its next turn speaks, or a new one where all wait for an answer.
class open_loop {
public:
  explicit open_loop(schedule plan) : plan_(std::move(plan)) {}

  [[nodiscard]] std::optional<instant> next() const noexcept { return plan_.next(); }
  [[nodiscard]] start take();
  /// A turn is over. A conversation that goes on is named; it waits for the next start, not for a time.
  void give_back(std::optional<std::uint32_t> conversation, instant) {
    if (conversation) waiting_.push_back(*conversation);
  }

private:
  schedule plan_;
  std::deque<std::uint32_t> waiting_;
};

/// A number of users, each of whom speaks again when it has its answer and has thought.
class closed_loop {
public:
  closed_loop(std::size_t users, instant think, instant length);

  [[nodiscard]] std::optional<instant> next() const noexcept;
  [[nodiscard]] start take();
  /// A turn is over. From `from` on its user thinks, then goes on with the conversation or begins another
  /// one.
  void give_back(std::optional<std::uint32_t> conversation, instant from) {
    ready_.push({from + think_, conversation});
  }

private:
  struct user {
    instant from;
    std::optional<std::uint32_t> conversation;
    bool operator>(const user& other) const noexcept { return from > other.from; }
  };
  std::priority_queue<user, std::vector<user>, std::greater<>> ready_;
  instant think_, length_;
};

} // namespace troupe::load
