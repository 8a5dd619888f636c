#pragma once

#include "http/transport/descriptor.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace troupe::http {

struct listening_socket {
  descriptor fd;       ///< non-blocking, listening
  std::string address; ///< "127.0.0.1:8000", "[::1]:8000"
};

struct listening_sockets {
  std::vector<listening_socket> sockets; ///< at least one
  std::uint16_t port = 0;                ///< of all of them
};

/// Listens on every address of `host` (IPv4, IPv6 or a name; "localhost" is both loopback addresses, as far
/// as this machine has them). Port 0 picks one that is free on all. Throws std::runtime_error naming address
/// and reason.
[[nodiscard]] listening_sockets listen_on(const std::string& host, std::uint16_t port);

} // namespace troupe::http
