#include "http/event_stream.hpp"

#include "http/sse.hpp"

namespace troupe::http {

void event_stream::take(const event_batch& batch) {
  for (const auto& e : batch.events) {
    unsent += piece ? piece(e) : sse(e, session_id);
    after = e.id;
    complete = e.turn_id == turn_id && ends_run(e.type);
    if (complete) return;
  }
  complete = batch.closed;
}

} // namespace troupe::http
