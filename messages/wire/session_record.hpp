#pragma once
#include "messages/wire/time.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace troupe {

enum class session_status : std::uint8_t { awaiting_user_reply = 1, escalated = 2, resolved = 3, closed = 4 };

constexpr auto session_status_names =
    std::to_array<std::string_view>({"unknown", "awaiting_user_reply", "escalated", "resolved", "closed"});

[[nodiscard]] constexpr std::string_view name(session_status s) noexcept {
  const auto i = static_cast<std::size_t>(s);
  return session_status_names[i < session_status_names.size() ? i : 0];
}

/// Why a conversation goes to a human. Stored: never renumber.
enum class escalation_reason : std::uint8_t {
  none = 0,
  customer_request = 1,
  missing_knowledge = 2, ///< the documents did not hold the answer
  policy = 3,            ///< the chosen way of answering offered it
  repeated_failure = 4,  ///< the documents did not hold several answers in a row
};
constexpr auto escalation_reason_names = std::to_array<std::string_view>(
    {"none", "customer_request", "missing_knowledge", "policy", "repeated_failure"});

[[nodiscard]] constexpr std::string_view name(escalation_reason r) noexcept {
  const auto i = static_cast<std::size_t>(r);
  return escalation_reason_names[i < escalation_reason_names.size() ? i : 0];
}

/// Where a conversation stands between the bot and a human.
struct escalation {
  escalation_reason reason = escalation_reason::none;  ///< none unless a human has the session
  std::string summary;                                 ///< for that human
  escalation_reason offered = escalation_reason::none; ///< the last answer offered a human: "yes" accepts
  std::uint32_t unsupported = 0;                       ///< answers in a row that the documents did not hold

  bool operator==(const escalation&) const = default;
};

template <class Inspector>
auto inspect(Inspector& f, escalation& x) {
  return f(x.reason, x.summary, x.offered, x.unsupported);
}

/// A conversation's row: what an idle session keeps in memory as well.
struct session_record {
  std::string session_id;
  std::string principal;   ///< who may reach it: empty without keys
  std::string customer_id; ///< empty before the first turn of an anonymous session
  session_status status = session_status::awaiting_user_reply;
  timestamp created_at = 0;
  timestamp last_active_at = 0;
  std::uint64_t turns = 0; ///< the seq of the last turn
  std::uint64_t last_event = 0;
  std::uint64_t epoch = 0; ///< of its owner; a write that carries an older one is refused as fenced
  troupe::escalation escalation;
  std::string
      thread; ///< of what was said so far (storage/thread.hpp); empty: it is continued by its id alone

  bool operator==(const session_record&) const = default;
};

template <class Inspector>
auto inspect(Inspector& f, session_record& x) {
  return f(x.session_id, x.principal, x.customer_id, x.status, x.created_at, x.last_active_at, x.turns,
           x.last_event, x.epoch, x.escalation, x.thread);
}

} // namespace troupe
