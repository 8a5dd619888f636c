#include "actors/session/change.hpp"

#include "language/utf8.hpp"
#include "storage/thread.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

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

std::vector<turn_record> told_before(session_record session, std::span<const said> all, std::size_t most,
                                     const std::function<std::string()>& new_id, timestamp now) {
  auto turns = std::vector<turn_record>{};
  session.thread = storage::thread_of(all);
  session.last_active_at = now;
  auto n = std::uint32_t{0};
  const auto begin_turn = [&] {
    auto& t = turns.emplace_back();
    t.turn_id = new_id();
    t.seq = ++session.turns;
    t.state = turn_state::answered;
    t.created_at = t.ended_at = now;
    n = 0;
  };
  const auto say = [&](const std::string& id, std::string_view from, const std::string& text) {
    auto& t = turns.back();
    const auto tell = [&](event_type type, std::string words) {
      t.events.push_back({event_id({t.seq, 0, n++}), type, t.turn_id, id, std::move(words)});
    };
    tell(event_type::text_start, std::string{from});
    tell(event_type::text_content, text);
    tell(event_type::text_end, {});
  };
  const auto kept = all.subspan(all.size() - std::min(all.size(), most));
  auto answered = true;
  for (const auto& one : kept) {
    const auto asks = one.from == role::customer;
    if (asks || answered) begin_turn();
    answered = !asks;
    auto& t = turns.back();
    if (asks) t.message = one.text;
    asks ? say(customer_message_id(t.seq), "customer", one.text)
         : say(assistant_message_id(t.seq), "assistant", one.text);
  }
  for (auto& t : turns) {
    t.session = session;
    t.session.turns = t.seq;
    t.session.last_event = t.events.back().id;
  }
  return turns;
}

} // namespace troupe::session
