#include "http/routes/socket.hpp"

#include "http/routes/bodies.hpp"
#include "http/routes/feedback.hpp"
#include "http/routes/sessions.hpp"
#include "http/streaming.hpp"
#include "http/upgrade.hpp"

namespace troupe::http::routes {
namespace {

/// One WebSocket, as what its client says is answered.
struct speaker_of {
  bridge_pointer self;
  return_path back;
  std::string session_id;
  caller who;
  std::uint64_t stream = 0;
};

std::string error_text(const failure& f, const std::string& client_message_id,
                       std::span<const field_error> errors = {}) {
  auto data = ordered_json{
      {"type", "ERROR"}, {"code", name(f.code)}, {"message", f.detail}, {"retryable", retryable(f.code)}};
  if (!client_message_id.empty()) data["client_message_id"] = client_message_id;
  for (const auto& e : errors) data["errors"].push_back({{"pointer", e.pointer}, {"detail", e.detail}});
  return text_of(data);
}

void fail(const speaker_of& s, const failure& f, const std::string& client_message_id = {}) {
  say_in_stream(s.self, s.stream, error_text(f, client_message_id));
}

/// The answer comes with the events that all readers see.
void take_message(const speaker_of& s, const json& said) {
  auto request = chat_request{};
  request.session_id = s.session_id;
  request.text = text_in(said, "message");
  request.client_message_id = text_in(said, "client_message_id");
  request.who = s.who;
  request.streamed = true;
  request.max_bytes = 1;
  const auto id = request.client_message_id;
  const auto most = s.self->state.env->settings.max_message_bytes;
  if (request.text.size() > most)
    return fail(s,
                {errc::too_large, "message: may have " + std::to_string(most) + " bytes, not "
                                      + std::to_string(request.text.size())},
                id);
  ask<event_batch>(
      s.self, s.back, s.self->state.with->directory, std::move(request), [](const event_batch&) {},
      [s, id](const failure& f) { fail(s, f, id); });
}

void take_feedback(const speaker_of& s, const json& said) {
  const auto turn_id = text_in(said, "turn_id");
  ask<committed>(
      s.self, s.back, s.self->state.with->feedback, feedback_of(turn_id, said, s.who),
      [s, turn_id, metric = text_in(said, "metric")](const committed& done) {
        if (done.outcome.code != errc::none) return fail(s, done.outcome);
        say_in_stream(s.self, s.stream,
                      text_of({{"type", "FEEDBACK_ACCEPTED"}, {"turn_id", turn_id}, {"metric", metric}}));
      },
      [s](const failure& f) { fail(s, f); });
}

void take(const speaker_of& s, const std::string& text) {
  const auto refuse = [&](std::span<const field_error> errors) {
    const auto& first = errors.front();
    const auto where = first.pointer.empty() ? std::string{"the message"} : first.pointer;
    say_in_stream(s.self, s.stream, error_text({errc::bad_request, where + ": " + first.detail}, {}, errors));
  };
  auto parsed = parse_json(text);
  if (const auto* error = std::get_if<field_error>(&parsed)) return refuse({error, 1});
  const auto& said = std::get<json>(parsed);
  if (const auto errors = check(bodies::socket_message, said); !errors.empty()) return refuse(errors);
  text_in(said, "type") == "feedback" ? take_feedback(s, said) : take_message(s, said);
}

} // namespace

void open_socket(call c) {
  auto agreed = upgrade(c.asked, c.env().admission.cors);
  if (agreed.status != 101) return c.back.reply(std::move(agreed));
  auto stream = event_stream{c.back, c.arguments.front(), c.who, {}, position_in(c.asked)};
  stream.hear = [speaker = speaker_of{c.self, c.back, stream.session_id, c.who}](
                    std::uint64_t number, const std::string& text) mutable {
    speaker.stream = number;
    take(speaker, text);
  };
  auto first = next_events{stream.session_id, stream.who, stream.after, stream_batch_bytes, 0};
  ask<event_batch>(c, c.with->directory, std::move(first),
                   [self = c.self, stream, agreed](const event_batch& batch) {
                     open_stream(self, stream, batch, agreed);
                   });
}

void echo_socket(call c) {
  if (!c.env().settings.ws_echo) return c.back.fail({errc::forbidden, "TROUPE_WS_ECHO is false"});
  auto agreed = upgrade(c.asked, c.env().admission.cors);
  if (agreed.status != 101) return c.back.reply(std::move(agreed));
  auto options = stream_options{};
  options.max_message_bytes = c.env().settings.max_document_bytes;
  options.echo = true;
  // It holds the way back, which ends the socket when it goes; the stream's end lets go of both.
  options.on_change = [back = c.back] {
    if (back.draining()) back.end();
  };
  c.back.begin_stream(std::move(agreed), std::move(options));
}

} // namespace troupe::http::routes
