#pragma once
#include "learning/episodes.hpp"
#include "learning/lesson.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// What passes between the store and those who learn from it. Times are microseconds since 1970.
namespace troupe::learning {

/// How far one reader of the change log has come. Whoever has the higher epoch owns it.
struct consumer {
  std::uint64_t epoch = 0;
  std::uint64_t consumed = 0; ///< the last change it has dealt with
  std::uint64_t resume = 0;   ///< where to read again from, to know what is open; 0: nothing is

  bool operator==(const consumer&) const = default;
};

/// Entries of the change log in order.
struct log_page {
  std::vector<log_entry> entries;
  std::uint64_t through = 0; ///< the last change that was looked at, whether it bears on learning or not
  bool more = false;         ///< there are changes behind it
};

/// What a consumer makes of the changes that it has read: durable as a whole, or not at all.
struct settlement {
  std::string consumer;
  std::uint64_t expected = 0; ///< what it has consumed before
  learning::consumer now;
  std::vector<lesson> lessons; ///< appended in order; their positions are given here
  std::int64_t at = 0;
};

/// The lessons of one episode as they count now, and what people said of its turns.
struct learned_turn {
  lesson in_force;
  feedback said;
};

struct lesson_page {
  std::vector<lesson> lessons; ///< ends with an episode
  bool more = false;
};

/// Where the log of lessons ends, and where it was rebuilt last; 0: never.
struct lesson_head {
  std::uint64_t last = 0;
  std::uint64_t rebuilt = 0;

  bool operator==(const lesson_head&) const = default;
};

/// A fold of the lessons as it stood at a position.
struct saved_fold {
  std::string policy;
  std::string rules; ///< everything else that the fold depends on, as text
  std::uint64_t position = 0;
  std::string state;
  std::uint64_t epoch = 0;
  std::int64_t created_at = 0;

  bool operator==(const saved_fold&) const = default;
};

/// Why another policy chooses.
enum class promotion_reason : std::uint8_t { // stored: never renumber
  configured = 1,                            ///< RL_POLICY was set
  asked = 2,                                 ///< somebody said so
  better = 3,                                ///< as the challenger it proved to be better
  guarded = 4,                               ///< the one that it replaces had more conversations escalated
};
constexpr auto promotion_reasons =
    std::to_array<std::string_view>({"", "configured", "asked", "better", "guarded"});
[[nodiscard]] constexpr std::string_view name(promotion_reason r) noexcept {
  return promotion_reasons[static_cast<std::size_t>(r)];
}

/// That another policy chooses from now on.
struct promotion {
  std::string policy;
  std::string replaced;   ///< empty: there was none
  std::string configured; ///< RL_POLICY at that time: another one there takes precedence
  std::string note;
  std::string principal; ///< whose key it was; empty: nobody's
  std::int64_t created_at = 0;
  promotion_reason reason = promotion_reason::asked;
  std::uint64_t position = 0; ///< of the last lesson that bore on it

  bool operator==(const promotion&) const = default;
};

} // namespace troupe::learning
