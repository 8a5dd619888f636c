#pragma once

#include <chrono>
#include <cstddef>

namespace troupe::http {

/// What one server grants its clients. Sizes in bytes; a limit that is passed ends in the status it names.
struct limits {
  std::size_t header_bytes = 16 * 1024; ///< request line and headers, or one chunk's header: 414, 431
  std::size_t header_count = 100;       ///< 431
  std::size_t body_bytes = 1 << 20;     ///< 413
  /// What may wait unparsed behind the request in flight (pipelining); the socket is not read beyond it.
  std::size_t pipelined_bytes = 64 * 1024;
  /// What a stream may hold for its reader before responder::write refuses.
  std::size_t write_buffer_bytes = 1 << 20;

  std::size_t connections = 10'000;            ///< 503 and closed
  std::size_t connections_per_address = 5'000; ///< 503 and closed

  std::chrono::milliseconds header_timeout{10'000}; ///< from a request's first byte to its last header: 408
  std::chrono::milliseconds body_timeout{30'000};   ///< for the whole body: 408
  std::chrono::milliseconds idle_timeout{75'000};   ///< between requests; closed without a word
  std::chrono::milliseconds write_timeout{20'000};  ///< without the reader taking a byte: dropped
  std::chrono::milliseconds linger_timeout{2'000};  ///< for a client to read its last answer before the close
  std::chrono::milliseconds heartbeat{15'000};      ///< silence after which a stream's heartbeat is written
  std::chrono::milliseconds sweep{250};             ///< how often the timeouts above are looked at
};

} // namespace troupe::http
