#pragma once
#include "http/json.hpp"

#include <functional>
#include <string>

/// How an answer reaches a client, whatever carries it: HTTP or a pair of pipes. Usable from any thread.
namespace troupe::http::mcp {

/// What becomes of one message of a client.
struct reply {
  ordered_json message;   ///< null: there is no answer, as to a notification
  int status = 200;       ///< for HTTP
  std::string session_id; ///< of the session that began with it; empty: none did
};

/// A stream to a client that is open for what comes.
struct outlet {
  std::function<bool(const ordered_json&)> write; ///< false: the client has gone, or reads too slowly
  std::function<void()> end;
  std::function<bool()> over; ///< the client has gone, or the server stops
};

/// The way back of one message. Either `answer` or `open` is called, once.
struct way_back {
  std::function<void(const reply&)> answer;
  std::function<void(const ordered_json&)> tell;             ///< a message ahead of the answer
  std::function<outlet(std::function<void()> changed)> open; ///< `changed` is called when it may be over
  std::function<bool()> gone;                                ///< nobody waits any more
};

} // namespace troupe::http::mcp
