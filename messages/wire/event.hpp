#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace troupe {

/// The events of a session's stream, as AG-UI names them. Stored: never renumber.
enum class event_type : std::uint8_t {
  run_started = 1,
  step_started = 2,  ///< name: the node
  step_finished = 3, ///< name: the node
  text_start = 4,    ///< name: message_id, text: role
  text_content = 5,  ///< name: message_id, text: delta
  text_end = 6,      ///< name: message_id
  run_finished = 7,  ///< text: the whole answer object, rendered once and replayed byte for byte; name: the
                     ///< turn that superseded this one, where there is no answer in it
  run_error = 8,     ///< name: errc name, text: message
  run_restarted = 9, ///< drop the text of the turn's earlier attempts
  custom = 10,       ///< name: handoff, returned, closed; text: value as JSON
};

/// Event ids order a session's stream; they are not contiguous.
constexpr std::uint32_t max_attempts = 15;
constexpr std::uint32_t max_events_per_attempt = 65'000;

struct event_position {
  std::uint64_t seq = 0;     ///< of the turn in its session, from 1
  std::uint32_t attempt = 0; ///< 0 to max_attempts
  std::uint32_t n = 0;       ///< within the attempt
};

[[nodiscard]] constexpr std::uint64_t event_id(const event_position& p) noexcept {
  return p.seq << 20 | std::uint64_t{p.attempt} << 16 | p.n;
}
[[nodiscard]] constexpr event_position position(std::uint64_t id) noexcept {
  return {id >> 20, static_cast<std::uint32_t>(id >> 16 & 0xf), static_cast<std::uint32_t>(id & 0xffff)};
}

struct event {
  std::uint64_t id = 0;
  event_type type = event_type::custom;
  std::string turn_id;
  std::string name;
  std::string text;

  bool operator==(const event&) const = default;
};

/// Whether the event is the last of a turn's attempt.
[[nodiscard]] constexpr bool ends_run(event_type t) noexcept {
  return t == event_type::run_finished || t == event_type::run_error;
}

/// Whether the turn ended in another one, whose end is its end, too.
[[nodiscard]] inline bool goes_on_elsewhere(const event& e) noexcept {
  return e.type == event_type::run_finished && !e.name.empty();
}

template <class Inspector>
auto inspect(Inspector& f, event& x) {
  return f(x.id, x.type, x.turn_id, x.name, x.text);
}

/// What a reader gets for `next`: events after the position that it named, in order; none when the wait ended
/// first.
struct event_batch {
  std::string session_id;
  std::vector<event> events;
  bool closed = false; ///< the session is closed and this is its end

  bool operator==(const event_batch&) const = default;
};

template <class Inspector>
auto inspect(Inspector& f, event_batch& x) {
  return f(x.session_id, x.events, x.closed);
}

} // namespace troupe
