#pragma once

#include "http/transport/outbox.hpp"
#include "http/transport/tls.hpp"

#include <cstddef>
#include <optional>
#include <span>

namespace troupe::http {

/// Non-blocking bytes over a connected socket, in the clear or through TLS. Does not own the socket.
class channel {
public:
  enum class state {
    ready,   ///< `bytes` were moved; there may be more
    blocked, ///< the socket has to become ready first
    ended,   ///< the peer sends no more
    broken,  ///< nothing moves in either direction
  };
  struct moved {
    state outcome;
    std::size_t bytes = 0;
  };

  explicit channel(int fd, std::optional<tls_session> tls = std::nullopt) noexcept;

  /// Through TLS, `into` has to hold a record (16 KiB): the poller does not see what is left of one.
  [[nodiscard]] moved read(std::span<char> into) noexcept;
  [[nodiscard]] moved write(const outbox& from) noexcept;
  /// Tells the peer that nothing more is coming.
  void finish_writing() noexcept;

  [[nodiscard]] int fd() const noexcept { return fd_; }
  [[nodiscard]] bool wants_write() const noexcept {
    return wants_write_;
  } ///< TLS has to send before it can go on

private:
  moved tls_outcome(int result) noexcept;

  int fd_;
  std::optional<tls_session> tls_;
  bool wants_write_ = false;
};

} // namespace troupe::http
