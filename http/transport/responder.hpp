#pragma once

#include "http/framing/message.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace troupe::http {

class exchange;

/// How a stream is kept.
struct stream_options {
  /// Written when the stream has been silent for limits::heartbeat, and at once when the client closes its
  /// sending side: only data tells a client that went away from one that is done sending. Empty: never.
  std::string heartbeat;
  /// Called in the reactor thread, without blocking, when a refused write may be tried again, when the client
  /// has gone, and when the server begins to drain. Look at the responder to learn which.
  std::function<void()> on_change;
  /// The stream is a WebSocket, whose opening handshake the head's headers complete: pieces are text
  /// messages, and the client's may have that many bytes. Silence is broken by a ping in place of the
  /// heartbeat; who does not answer the last one has gone. 0: no WebSocket.
  std::size_t max_message_bytes = 0;
  bool echo = false; ///< the messages of a WebSocket go back as they came, for tests of the protocol
};

/// The way back to the client of one request: copyable, usable from any thread, valid longer than the server.
/// One reply or one stream; what comes after its end does nothing. When the last copy goes without a reply
/// the client gets 500; when it goes with the stream open the connection is cut, so that the client notices.
class responder {
public:
  responder() = default;
  explicit responder(std::shared_ptr<exchange> of) noexcept;

  void reply(response answer) const;
  /// Sends status and headers; `answer.body` opens the stream.
  void begin_stream(response answer, stream_options options = {}) const;
  /// False when the piece was not taken: the client has gone, the stream is over, or more than
  /// limits::write_buffer_bytes wait for the reader (then on_change tells when half of that has drained).
  [[nodiscard]] bool write(std::string piece) const;
  void end() const;
  /// The next message of a WebSocket's client, if there is one; on_change tells. While some wait the socket
  /// is not read.
  [[nodiscard]] std::optional<std::string> read() const;

  [[nodiscard]] bool gone() const noexcept;            ///< nobody will read an answer
  [[nodiscard]] bool draining() const noexcept;        ///< the server wants the stream to end
  [[nodiscard]] std::size_t buffered() const noexcept; ///< bytes of the stream that wait for the reader

private:
  std::shared_ptr<exchange> exchange_;
};

} // namespace troupe::http
