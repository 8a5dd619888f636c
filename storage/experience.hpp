#pragma once
#include "learning/episodes.hpp"
#include "learning/lesson.hpp"
#include "messages/wire/errc.hpp"
#include "messages/wire/feedback.hpp"
#include "messages/wire/time.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::storage {

/// How far one reader of the change log has come. Whoever has the higher epoch owns it.
struct consumer {
  std::uint64_t epoch = 0;
  std::uint64_t consumed = 0; ///< the last change it has dealt with
  std::uint64_t resume = 0;   ///< where to read again from, to know what is open; 0: nothing is

  bool operator==(const consumer&) const = default;
};

/// Entries of the change log in order.
struct log_page {
  std::vector<learning::log_entry> entries;
  std::uint64_t through = 0; ///< the last change that was looked at, whether it bears on learning or not
  bool more = false;         ///< there are changes behind it
};

/// What a consumer makes of the changes that it has read: durable as a whole, or not at all.
struct settlement {
  std::string consumer;
  std::uint64_t expected = 0; ///< what it has consumed before
  storage::consumer now;
  std::vector<learning::lesson> lessons; ///< appended in order; their positions are given here
  timestamp at = 0;
};

/// The lessons of one episode as they count now, and what people said of its turns.
struct learned_turn {
  learning::lesson lesson;
  learning::feedback said;
};

struct lesson_page {
  std::vector<learning::lesson> lessons; ///< ends with an episode
  bool more = false;
};

/// Where the log of lessons ends, and where it was rebuilt last; 0: never.
struct lesson_head {
  std::uint64_t last = 0;
  std::uint64_t rebuilt = 0;

  bool operator==(const lesson_head&) const = default;
};

/// A fold of the lessons as it stood at a position.
struct checkpoint {
  std::string policy;
  std::string rules; ///< everything else that the fold depends on, as text
  std::uint64_t position = 0;
  std::string state;
  std::uint64_t epoch = 0;
  timestamp created_at = 0;

  bool operator==(const checkpoint&) const = default;
};

/// That another policy chooses from now on.
struct promotion {
  std::string policy;
  std::string replaced;
  std::string configured; ///< RL_POLICY at that time: another one there takes precedence
  std::string note;
  std::string principal; ///< who did it
  timestamp created_at = 0;

  bool operator==(const promotion&) const = default;
};

/// What the policies learn from: decisions are written with their turn, feedback when it comes.
class feedback_writer {
public:
  virtual ~feedback_writer() = default;
  /// Appends; the last per turn and metric counts. False if there is no such turn.
  virtual bool add(const feedback_record&) = 0;
};

/// Throws storage::error.
class experience_writer {
public:
  virtual ~experience_writer() = default;
  /// errc::fenced: another has a higher epoch; errc::conflict: it has consumed something else by now.
  virtual failure settle(const settlement&) = 0;
  /// Replaces the policy's checkpoint. errc::fenced: another has a higher epoch.
  virtual failure keep(const checkpoint&) = 0;
  /// Appends to the history of promotions.
  virtual void promote(const promotion&) = 0;
};

/// Throws storage::error.
class experience_reader {
public:
  virtual ~experience_reader() = default;

  virtual storage::consumer consumer(std::string_view name) = 0;
  virtual log_page changes(std::uint64_t after, std::size_t limit) = 0;
  /// Its answered turns in order, with what people have said so far.
  virtual std::vector<learning::episode_turn> turns_of(const learning::episode&) = 0;
  /// All lessons of the episode in which the turn was learned, in order; none if it was not.
  virtual std::vector<learned_turn> learned_with(std::int64_t turn) = 0;

  virtual lesson_head head() = 0;
  /// Lessons behind a position as they were learned: at least `limit` of them, to the end of an episode.
  virtual lesson_page lessons(std::uint64_t after, std::size_t limit) = 0;
  /// The same as a rebuild at `through` learns them: each decision once, with the rewards that counted there.
  virtual lesson_page lessons_in_force(std::uint64_t after, std::uint64_t through, std::size_t limit) = 0;

  virtual std::optional<storage::checkpoint> checkpoint(std::string_view policy) = 0;
  virtual std::vector<promotion> promotions() = 0; ///< oldest first
};

} // namespace troupe::storage
