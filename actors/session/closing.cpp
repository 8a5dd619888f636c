#include "actors/session/closing.hpp"

namespace troupe::session {

turn_record closing(session_record session, std::string turn_id, timestamp now) {
  const auto seq = session.turns + 1;
  const auto id = event_id({seq, 0, 0});
  session.status = session_status::closed;
  session.last_active_at = now;
  session.last_event = id;
  turn_record end;
  end.session = std::move(session);
  end.turn_id = std::move(turn_id);
  end.seq = seq;
  end.state = turn_state::answered;
  end.created_at = end.ended_at = now;
  end.events.push_back({id, event_type::custom, end.turn_id, "closed", {}});
  return end;
}

} // namespace troupe::session
