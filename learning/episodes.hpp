#pragma once
#include "learning/rewards.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

namespace troupe::learning {

/// What the log of changes says that bears on episodes. Times are microseconds since 1970.
struct log_entry {
  enum class kind : std::uint8_t {
    turn_answered,
    session_ended, ///< its status became closed, resolved or escalated
    feedback_given,
  };
  std::uint64_t id = 0; ///< the order of commits
  kind what = kind::turn_answered;
  std::int64_t session = 0;  ///< the store's short name of it
  std::uint64_t seq = 0;     ///< of the turn in its session
  std::int64_t turn = 0;     ///< of a turn, and of feedback
  std::int64_t asked_at = 0; ///< of a turn: the customer's message
  std::int64_t ended_at = 0; ///< of a turn: the answer
  episode_end how = episode_end::closed;

  bool operator==(const log_entry&) const = default;
};

/// The turns of a session that make up an episode.
struct episode {
  std::int64_t session = 0;
  std::uint64_t first = 0; ///< seq
  std::uint64_t last = 0;
  episode_end how = episode_end::silence;

  bool operator==(const episode&) const = default;
};

/// The episodes that are open where the log has been read to. An episode ends when its session is closed,
/// resolved or escalated, or `silence` after its last message; a later message opens another. Memory is that
/// of the open episodes: their turns stay in the store.
class open_episodes {
public:
  /// `silence` in microseconds. What is under way may be told late by `grace`: a message that came in time
  /// joins its episode although its turn took that long.
  open_episodes(std::int64_t silence, std::int64_t grace) noexcept : silence_{silence}, grace_{grace} {}

  /// Reads on; the episode that this entry ended, if any.
  std::optional<episode> read(const log_entry&);
  /// The episodes that are over by `now`, in the order in which they began; at most `limit`.
  std::vector<episode> expire(std::int64_t now, std::size_t limit);

  /// The entry with which the oldest open episode began; 0: none is open. Reading again from there brings
  /// back all of them.
  [[nodiscard]] std::uint64_t oldest() const noexcept { return by_age_.empty() ? 0 : by_age_.begin()->first; }
  [[nodiscard]] std::size_t size() const noexcept { return by_session_.size(); }

private:
  struct open {
    std::uint64_t began = 0; ///< the entry's id
    std::uint64_t first = 0;
    std::uint64_t last = 0;
    std::int64_t silent_since = 0;
  };
  std::optional<episode> end(std::int64_t session, episode_end);

  std::int64_t silence_;
  std::int64_t grace_;
  std::unordered_map<std::int64_t, open> by_session_;
  std::map<std::uint64_t, std::int64_t> by_age_; ///< the entry it began with -> session
  std::multimap<std::int64_t, std::uint64_t>
      due_; ///< when to look -> the entry it began with; pushed on when it was looked at too early
};

} // namespace troupe::learning
