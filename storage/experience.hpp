#pragma once
#include "learning/log.hpp"
#include "messages/wire/errc.hpp"
#include "messages/wire/feedback.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace troupe::storage {

/// What the policies learn from: decisions are written with their turn, feedback when it comes.
class feedback_writer {
public:
  virtual ~feedback_writer() = default;
  /// Appends; the last per turn and metric counts. Of a superseded turn it is said of the one that answers
  /// it. False if there is no such turn.
  virtual bool add(const feedback_record&) = 0;
};

/// Throws storage::error.
class experience_writer {
public:
  virtual ~experience_writer() = default;
  /// errc::fenced: another has a higher epoch; errc::conflict: it has consumed something else by now.
  virtual failure settle(const learning::settlement&) = 0;
  /// Replaces the policy's checkpoint. errc::fenced: another has a higher epoch.
  virtual failure keep(const learning::saved_fold&) = 0;
  /// Appends to the history of promotions.
  virtual void promote(const learning::promotion&) = 0;
};

/// Throws storage::error.
class experience_reader {
public:
  virtual ~experience_reader() = default;

  virtual learning::consumer consumer(std::string_view name) = 0;
  virtual learning::log_page changes(std::uint64_t after, std::size_t limit) = 0;
  /// Its answered turns in order, with what people have said so far.
  virtual std::vector<learning::episode_turn> turns_of(const learning::episode&) = 0;
  /// All lessons of the episode in which the turn was learned, in order; none if it was not.
  virtual std::vector<learning::learned_turn> learned_with(std::int64_t turn) = 0;

  virtual learning::lesson_head head() = 0;
  /// Lessons behind a position as they were learned: at least `limit` of them, to the end of an episode.
  virtual learning::lesson_page lessons(std::uint64_t after, std::size_t limit) = 0;
  /// The same as a rebuild at `through` learns them: each decision once, with the rewards that counted there.
  virtual learning::lesson_page lessons_in_force(std::uint64_t after, std::uint64_t through,
                                                 std::size_t limit) = 0;

  virtual std::optional<learning::saved_fold> checkpoint(std::string_view policy) = 0;
  virtual std::vector<learning::promotion> promotions() = 0; ///< oldest first
};

} // namespace troupe::storage
