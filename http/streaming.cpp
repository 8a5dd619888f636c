#include "http/streaming.hpp"

#include "http/call.hpp"
#include "http/sse.hpp"

#include <caf/actor_cast.hpp>
#include <caf/send.hpp>

namespace troupe::http {
namespace {

/// Tells the bridge, from the reactor's thread. It holds no reference: a bridge that has gone needs no news.
std::function<void()> notify(bridge_pointer self, std::uint64_t number) {
  return [weak = caf::actor_cast<caf::weak_actor_ptr>(bridge{self}), number] {
    if (const auto to = caf::actor_cast<bridge>(weak)) caf::anon_send(to, stream_changed{number});
  };
}

/// False while the client has no room.
bool write_unsent(event_stream& s) {
  for (; !s.unsent.empty(); s.unsent.pop_front())
    if (!s.back.write(s.unsent.front())) return false;
  return true;
}

void pull(bridge_pointer self, std::uint64_t number, event_stream& s) {
  s.pulling = true;
  const auto wait = static_cast<std::uint32_t>(self->state.env->settings.heartbeat.count());
  ask<event_batch>(
      self, s.back, self->state.with->directory,
      next_events{s.session_id, s.who, s.after, stream_batch_bytes, wait},
      [self, number](const event_batch& batch) {
        const auto at = self->state.streams.find(number);
        if (at == self->state.streams.end()) return;
        at->second.pulling = false;
        at->second.take(batch);
        pump_stream(self, number);
      },
      // Cut, not ended: the client sees that events are missing and comes back for them.
      [self, number](const failure& f) {
        log::warning("a stream was cut", {{"reason", f.detail}});
        self->state.streams.erase(number);
      });
}

/// Takes what a WebSocket's client says, while there is room for what is said to it.
void hear_client(bridge_pointer self, std::uint64_t number) {
  for (;;) {
    const auto at = self->state.streams.find(number);
    if (at == self->state.streams.end() || !at->second.hear || !at->second.unsent.empty()) return;
    const auto said = at->second.back.read();
    if (!said) return;
    at->second.hear(number, *said);
  }
}

} // namespace

response sse_head() {
  return {200,
          {{"Content-Type", "text/event-stream"}, {"Cache-Control", "no-store"}, {"X-Accel-Buffering", "no"}},
          {}};
}

void open_stream(bridge_pointer self, event_stream s, const event_batch& first, response head) {
  const auto number = ++self->state.last_stream;
  s.take(first);
  const auto most = s.hear ? self->state.env->settings.max_body_bytes : 0;
  s.back.begin_stream(std::move(head), {std::string{sse_heartbeat}, notify(self, number), most});
  self->state.streams.emplace(number, std::move(s));
  pump_stream(self, number);
}

void say_in_stream(bridge_pointer self, std::uint64_t number, std::string text) {
  const auto at = self->state.streams.find(number);
  if (at == self->state.streams.end()) return;
  at->second.add(std::move(text));
  static_cast<void>(write_unsent(at->second)); // what does not fit goes when there is room
}

void pump_stream(bridge_pointer self, std::uint64_t number) {
  hear_client(self, number);
  auto& streams = self->state.streams;
  const auto at = streams.find(number);
  if (at == streams.end()) return;
  auto& s = at->second;
  if (s.back.gone()) {
    streams.erase(at);
    return;
  }
  if (!write_unsent(s)) return;
  // A turn's stream may run to its end while the server drains; a session's would never.
  if (s.complete || (s.back.draining() && s.turn_id.empty())) {
    s.back.end();
    streams.erase(at);
    return;
  }
  if (!s.pulling) pull(self, number, s);
}

} // namespace troupe::http
