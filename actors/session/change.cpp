#include "actors/session/change.hpp"

#include "language/utf8.hpp"

#include <nlohmann/json.hpp>

namespace troupe::session {

failure refusal_of(const change_session& wanted, const session_record& standing) {
  const auto& id = standing.session_id;
  if (standing.status == session_status::closed && wanted.what != session_change::close)
    return {errc::session_closed, "session " + id + " is closed"};
  if (wanted.what == session_change::say && standing.status != session_status::escalated)
    return {errc::not_escalated,
            "the bot has session " + id + ": hand it off to a human before one speaks in it"};
  return {};
}

bool is_done(session_change what, const session_record& standing) {
  switch (what) {
  case session_change::close: return standing.status == session_status::closed;
  case session_change::hand_off: return standing.status == session_status::escalated;
  case session_change::give_back: return standing.status != session_status::escalated;
  case session_change::say: return false;
  }
  return false;
}

std::string handoff_value(const escalation& e) {
  return nlohmann::ordered_json{{"reason", name(e.reason)}, {"summary", language::valid_utf8(e.summary)}}
      .dump();
}

turn_record changed(session_record session, const change_session& wanted, std::string turn_id,
                    timestamp now) {
  auto made = turn_record{};
  made.turn_id = std::move(turn_id);
  made.seq = session.turns + 1;
  made.state = turn_state::answered;
  made.created_at = made.ended_at = now;
  const auto tell = [&](event_type type, std::string about, std::string text) {
    const auto n = static_cast<std::uint32_t>(made.events.size());
    made.events.push_back(
        {event_id({made.seq, 0, n}), type, made.turn_id, std::move(about), std::move(text)});
  };
  if (wanted.what != session_change::close) session.turns = made.seq;
  switch (wanted.what) {
  case session_change::close:
    session.status = session_status::closed;
    tell(event_type::custom, "closed", {});
    break;
  case session_change::hand_off:
    session.status = session_status::escalated;
    session.escalation = {wanted.reason, wanted.text, escalation_reason::none, 0};
    tell(event_type::custom, "handoff", handoff_value(session.escalation));
    break;
  case session_change::give_back:
    session.status = session_status::awaiting_user_reply;
    session.escalation = {};
    tell(event_type::custom, "returned", {});
    break;
  case session_change::say: {
    const auto id = agent_message_id(made.seq);
    tell(event_type::text_start, id, "agent");
    tell(event_type::text_content, id, wanted.text);
    tell(event_type::text_end, id, {});
    break;
  }
  }
  session.last_active_at = now;
  session.last_event = made.events.back().id;
  made.session = std::move(session);
  return made;
}

} // namespace troupe::session
