#include "http/routes/chat.hpp"

#include "http/routes/bodies.hpp"
#include "http/streaming.hpp"

namespace troupe::http::routes {
namespace {

bool wants_stream(const call& c) {
  if (c.body.value("stream", false)) return true;
  const auto accept = c.asked.header("Accept");
  return accept && accept->find("text/event-stream") != accept->npos;
}

/// A JSON caller that waits for the end of its turn.
struct waiting_call {
  bridge_pointer self;
  return_path back;
  caller who;
  std::string session_id;
  std::string turn_id;       ///< of the message
  std::string superseded_by; ///< the turn that answers it; empty: its own
  std::uint64_t after = 0;
  answer_form_of_turn form;

  [[nodiscard]] const std::string& answering() const {
    return superseded_by.empty() ? turn_id : superseded_by;
  }
};

/// The answer of a later turn, as that of the superseded one.
std::string answer_in(const waiting_call& w, const std::string& answer) {
  if (w.superseded_by.empty()) return answer;
  auto told = ordered_json::parse(answer);
  told["turn_id"] = w.turn_id;
  told["superseded_by"] = w.superseded_by;
  return text_of(told);
}

void answer_end(const waiting_call& w, const event& e) {
  if (e.type != event_type::run_finished) return w.back.fail({code_named(e.name), e.text});
  const auto answer = answer_in(w, e.text);
  w.back.reply(
      response{200, {{"Content-Type", "application/json"}}, w.form.whole ? w.form.whole(answer) : answer});
}

/// Answers with the turn's end if the batch holds it, or asks for the events after the batch.
void await_end(waiting_call w, const event_batch& batch) {
  for (const auto& e : batch.events) {
    if (e.turn_id != w.answering() || !ends_run(e.type)) continue;
    if (!goes_on_elsewhere(e)) return answer_end(w, e);
    w.superseded_by = e.name;
  }
  if (batch.closed)
    return w.back.fail({errc::session_closed, "the session was closed before the turn had ended"});
  if (w.back.gone()) return;
  if (!batch.events.empty()) w.after = batch.events.back().id;
  const auto wait = static_cast<std::uint32_t>(w.self->state.env->settings.heartbeat.count());
  auto next = next_events{w.session_id, w.who, w.after, stream_batch_bytes, wait};
  ask<event_batch>(
      w.self, w.back, w.self->state.with->directory, std::move(next),
      [w](const event_batch& more) { await_end(w, more); },
      [back = w.back](const failure& f) { back.fail(f); });
}

void follow(waiting_call w, bool streamed, const event_batch& first) {
  if (first.events.empty()) return w.back.fail({errc::internal, "the turn began without an event"});
  const auto& begun = first.events.front();
  if (streamed) {
    auto stream = event_stream{w.back, first.session_id, w.who, begun.turn_id};
    stream.piece = w.form.piece;
    return open_stream(w.self, std::move(stream), first);
  }
  w.session_id = first.session_id;
  w.turn_id = begun.turn_id;
  w.after = begun.id;
  await_end(std::move(w), first);
}

/// A human's words. They are not answered.
void say(const call& c) {
  if (!c.who.admin)
    return c.back.fail({errc::forbidden, "role: only a key of TROUPE_ADMIN_KEYS speaks as an agent"});
  const auto change = change_session{c.arguments.front(), c.who, session_change::say, escalation_reason::none,
                                     text_in(c.body, "message")};
  ask<session_record>(c, c.with->directory, change, [back = c.back](const session_record& behind) {
    back.reply(ordered_json{{"message_id", agent_message_id(position(behind.last_event).seq)}});
  });
}

void send(const call& c, std::string session_id) {
  auto request = chat_request{};
  request.session_id = std::move(session_id);
  request.text = text_in(c.body, "message");
  request.customer = bodies::customer_in(c.body);
  request.client_message_id = text_in(c.body, "client_message_id");
  request.who = c.who;
  request.streamed = wants_stream(c);
  ask_in_turn(c, std::move(request));
}

} // namespace

void ask_in_turn(const call& c, chat_request request, const answer_form_of_turn& form) {
  const auto most = c.env().settings.max_message_bytes;
  if (request.text.size() > most)
    return c.back.fail({errc::too_large, "message: may have " + std::to_string(most) + " bytes, not "
                                             + std::to_string(request.text.size())});
  if (request.streamed) request.max_bytes = stream_batch_bytes;
  const auto streamed = request.streamed;
  ask<event_batch>(c, c.with->directory, std::move(request),
                   [w = waiting_call{c.self, c.back, c.who, {}, {}, {}, 0, form},
                    streamed](const event_batch& first) { follow(w, streamed, first); });
}

void chat(call c) { send(c, text_in(c.body, "session_id")); }

void post_message(call c) {
  if (text_in(c.body, "role") == "agent") return say(c);
  send(c, c.arguments.front());
}

} // namespace troupe::http::routes
