#include "http/event_stream.hpp"

#include "http/sse.hpp"

namespace troupe::http {

void event_stream::add(std::string text) {
  if (hear || unsent.empty())
    unsent.push_back(std::move(text));
  else
    unsent.back() += text;
}

void event_stream::take(const event_batch& batch) {
  for (const auto& e : batch.events) {
    add(hear ? event_json(e, session_id) : piece ? piece(e) : sse(e, session_id));
    after = e.id;
    if (e.turn_id != turn_id || !ends_run(e.type)) continue;
    if (goes_on_elsewhere(e)) {
      turn_id = e.name;
      continue;
    }
    complete = true;
    return;
  }
  complete = batch.closed;
}

} // namespace troupe::http
