#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::http {

/// Status codes with which a WebSocket is closed (RFC 6455 §7.4.1).
enum class close_code : std::uint16_t {
  normal = 1000,
  going_away = 1001,
  unsupported = 1003,
  internal_error = 1011
};

/// The server's end of one WebSocket (RFC 6455, without extensions), without sockets or clocks: the client's
/// bytes go in, its messages and the bytes for it come out. wslay reads and writes the frames; it answers
/// pings and the client's close, and closes with 1002, 1007 or 1009 what breaks the protocol, is no UTF-8 or
/// is too long.
class websocket {
public:
  struct message {
    std::string payload;
    bool binary = false; ///< else UTF-8
  };

  explicit websocket(std::size_t max_message_bytes);
  ~websocket();
  websocket(const websocket&) = delete;
  websocket& operator=(const websocket&) = delete;

  /// The messages that these bytes complete. Bytes behind a close are dropped.
  [[nodiscard]] std::vector<message> feed(std::string_view bytes);
  void send(const message&);
  void ping();
  void close(close_code); ///< behind what was sent

  /// Takes the bytes that wait for the client.
  [[nodiscard]] std::string output();
  /// A close is among what output() has returned: nothing follows it.
  [[nodiscard]] bool closed() const noexcept;

private:
  struct state;
  std::unique_ptr<state> state_;
};

} // namespace troupe::http
