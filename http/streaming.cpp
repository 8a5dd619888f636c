#include "http/streaming.hpp"

#include "http/call.hpp"
#include "http/sse.hpp"

#include <caf/actor_cast.hpp>
#include <caf/send.hpp>

namespace troupe::http {
namespace {

response stream_head() {
  return {200,
          {{"Content-Type", "text/event-stream"}, {"Cache-Control", "no-store"}, {"X-Accel-Buffering", "no"}},
          {}};
}

/// Tells the bridge, from the reactor's thread. It holds no reference: a bridge that has gone needs no news.
std::function<void()> notify(bridge_pointer self, std::uint64_t number) {
  return [weak = caf::actor_cast<caf::weak_actor_ptr>(bridge{self}), number] {
    if (const auto to = caf::actor_cast<bridge>(weak)) caf::anon_send(to, stream_changed{number});
  };
}

/// False while the client has no room.
bool write_unsent(event_stream& s) {
  if (s.unsent.empty()) return true;
  if (!s.back.write(s.unsent)) return false;
  s.unsent.clear();
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

} // namespace

void open_stream(bridge_pointer self, event_stream s, const event_batch& first) {
  const auto number = ++self->state.last_stream;
  s.take(first);
  s.back.begin_stream(stream_head(), {std::string{sse_heartbeat}, notify(self, number)});
  self->state.streams.emplace(number, std::move(s));
  pump_stream(self, number);
}

void pump_stream(bridge_pointer self, std::uint64_t number) {
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
