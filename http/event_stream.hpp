#pragma once
#include "http/return_path.hpp"
#include "messages/wire/event.hpp"
#include "messages/wire/gateway.hpp"

#include <cstdint>
#include <deque>
#include <functional>
#include <string>

namespace troupe::http {

/// A client that reads a session's events (SSE, WebSocket). They are pulled: the next batch is asked for when
/// the client has room for it, so that a slow reader costs one batch and the transport's buffer.
struct event_stream {
  return_path back;
  std::string session_id;
  caller who;
  std::string turn_id;     ///< the stream ends with this turn, or the one that superseded it; empty: with the
                           ///< session
  std::uint64_t after = 0; ///< the last event that was taken
  std::deque<std::string> unsent;                 ///< what the client had no room for
  bool pulling = false;                           ///< the session has been asked for more
  bool complete = false;                          ///< its end has been taken
  std::function<std::string(const event&)> piece; ///< as the client reads an event; empty: as sse() says

  /// Of a WebSocket, where each event is a message: takes what its client says in stream `number`.
  std::function<void(std::uint64_t number, const std::string&)> hear;

  /// Appends a batch to `unsent`, as far as it belongs to the stream.
  void take(const event_batch&);
  void add(std::string text);
};

} // namespace troupe::http
