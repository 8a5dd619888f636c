#pragma once
#include "messages/wire/turn_record.hpp"

#include <string>
#include <string_view>

/// Records as the engine would write them, for the tests of this room.
namespace troupe::storage::sample {

constexpr timestamp noon = 1'700'000'000'000'000;

inline event make_event(const turn_record& turn, std::uint32_t n, event_type type, std::string name,
                        std::string text) {
  return {event_id({turn.seq, turn.attempt, n}), type, turn.turn_id, std::move(name), std::move(text)};
}

inline turn_record accepted(std::string session_id, std::uint64_t seq) {
  turn_record turn;
  turn.turn_id = "trn_" + session_id.substr(4) + "_" + std::to_string(seq);
  turn.seq = seq;
  turn.attempt = 1;
  turn.client_message_id = "client-message-" + std::to_string(seq);
  turn.fingerprint = "fingerprint " + std::to_string(seq);
  turn.message = "Question " + std::to_string(seq) + "?";
  turn.ref = {"external", "someone@example.org", "Some One"};
  turn.created_at = noon + static_cast<timestamp>(seq) * 1'000'000;
  turn.events = {make_event(turn, 1, event_type::run_started, "", "")};
  turn.session = {.session_id = std::move(session_id),
                  .principal = "key-1",
                  .customer_id = "cus_1",
                  .created_at = noon,
                  .last_active_at = turn.created_at,
                  .turns = seq,
                  .last_event = turn.events.back().id,
                  .epoch = 1};
  return turn;
}

/// Ends the turn with an answer that is streamed in pieces of `piece` bytes.
inline turn_record answered(turn_record turn, std::string_view answer, std::size_t piece = 6) {
  const auto assistant = "msg_" + std::to_string(turn.seq) + "a";
  auto n = static_cast<std::uint32_t>(turn.events.size());
  const auto add = [&](event_type type, std::string name, std::string text) {
    turn.events.push_back(make_event(turn, ++n, type, std::move(name), std::move(text)));
  };
  add(event_type::step_started, "classify", "");
  add(event_type::step_finished, "classify", "");
  add(event_type::text_start, assistant, "assistant");
  for (std::size_t at = 0; at < answer.size(); at += piece)
    add(event_type::text_content, assistant, std::string{answer.substr(at, piece)});
  add(event_type::text_end, assistant, "");
  add(event_type::run_finished, "", R"({"answer":")" + std::string{answer} + R"("})");
  turn.state = turn_state::answered;
  turn.ended_at = turn.created_at + 500'000;
  turn.session.last_event = turn.events.back().id;
  turn.has_decision = true;
  turn.choice = {"step_by_step", "epsilon_greedy", 7, 0.92, {0.1, -1.5, 1e300, 0.0}};
  turn.metrics = {.sentiment = -0.25, .thanked = true, .questions = 1, .response_seconds = 0.5};
  return turn;
}

inline turn_record answered(std::string session_id, std::uint64_t seq) {
  return answered(accepted(std::move(session_id), seq),
                  "Answer to question " + std::to_string(seq) + " [1].");
}

inline turn_record failed(turn_record turn) {
  const auto n = static_cast<std::uint32_t>(turn.events.size()) + 1;
  turn.events.push_back(
      make_event(turn, n, event_type::run_error, "turn_failed", "the turn ended without an answer"));
  turn.state = turn_state::failed;
  turn.ended_at = turn.created_at + 100'000;
  turn.session.last_event = turn.events.back().id;
  return turn;
}

/// The same turn, open again in a new attempt.
inline turn_record retried(turn_record turn) {
  ++turn.attempt;
  turn.events.push_back(make_event(turn, 1, event_type::run_restarted, "", ""));
  turn.state = turn_state::accepted;
  turn.ended_at = 0;
  turn.session.last_event = turn.events.back().id;
  turn.has_decision = false;
  turn.choice = {};
  turn.metrics = {};
  return turn;
}

inline customer someone(std::string customer_id, double satisfaction = 0.5) {
  customer c;
  c.customer_id = std::move(customer_id);
  c.external_id = "external of " + c.customer_id;
  c.email = "someone@example.org";
  c.name = "Some One";
  c.language = "en";
  c.plan = "free";
  c.attributes = R"({"a":[1,2]})";
  c.satisfaction_score = satisfaction;
  c.created_at = noon;
  c.updated_at = noon + 1;
  return c;
}

} // namespace troupe::storage::sample
