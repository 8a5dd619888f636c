#pragma once
#include "messages/wire/time.hpp"

#include <cstdint>
#include <string>

namespace troupe {

enum class session_status : std::uint8_t { awaiting_user_reply = 1, escalated = 2, resolved = 3, closed = 4 };

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

  bool operator==(const session_record&) const = default;
};

template <class Inspector>
auto inspect(Inspector& f, session_record& x) {
  return f(x.session_id, x.principal, x.customer_id, x.status, x.created_at, x.last_active_at, x.turns,
           x.last_event, x.epoch);
}

} // namespace troupe
