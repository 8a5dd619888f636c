#pragma once

#include "http/framing/limits.hpp"
#include "http/framing/message.hpp"
#include "http/transport/counters.hpp"
#include "http/transport/responder.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace troupe::http {

struct tls_files {
  std::string certificate; ///< PEM, with its chain
  std::string key;         ///< PEM
};

struct server_options {
  std::string host = "127.0.0.1"; ///< IPv4, IPv6 or a name; "localhost" is both loopback addresses
  std::uint16_t port = 8000;      ///< 0 picks a free one
  std::size_t threads = 1;        ///< reactors, which share the listening sockets
  http::limits limits;
  std::optional<tls_files> tls;
};

/// What one reactor serves. Both are called in its thread and must not block.
struct service {
  /// Sees each request when its headers are complete and before its body is read. An answer refuses it: the
  /// body is skipped when it is short, else the connection is closed behind the answer. May be empty.
  std::function<std::optional<response>(const request& head)> admit;
  std::function<void(request, responder)> handle;
};
using service_factory = std::function<service(std::size_t reactor)>;

/// An HTTP/1.1 server on Pistache's reactors, serving from construction to stop().
class server {
public:
  /// Throws std::runtime_error that names the address, or the file, and what to do about it.
  server(const server_options& options, const service_factory& services);
  ~server();
  server(const server&) = delete;
  server& operator=(const server&) = delete;

  [[nodiscard]] std::uint16_t port() const noexcept;
  [[nodiscard]] const std::vector<std::string>&
  addresses() const noexcept; ///< as "127.0.0.1:8000", "[::1]:8000"
  [[nodiscard]] const counters& seen() const noexcept;

  /// Accepts no more, closes idle connections, tells open streams, answers what is in flight and closes
  /// behind it. True when every connection has ended within `patience`.
  [[nodiscard]] bool drain(std::chrono::milliseconds patience);
  /// Cuts what is left and joins the reactors; no service is called afterwards. Idempotent.
  void stop();

private:
  class state;
  std::unique_ptr<state> state_;
};

} // namespace troupe::http
