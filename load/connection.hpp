#pragma once
#include "load/response.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace troupe::load {

/// How an exchange ended.
enum class outcome {
  answered,
  not_connected,
  closed,    ///< before the response was whole
  malformed, ///< no HTTP
  timed_out,
};
[[nodiscard]] std::string_view name(outcome) noexcept;

/// One kept-alive connection, on which one request is answered at a time. It connects when it is first used,
/// and again after a close. A request that meets a connection closed while it rested is sent once more, as
/// RFC 9112 §9.3.1 lets clients do: every message carries a client_message_id.
class connection {
public:
  using clock = std::chrono::steady_clock;
  using on_data = std::function<void(const response& so_far)>;
  using on_end = std::function<void(outcome, const response&)>;

  connection(boost::asio::io_context& io, boost::asio::ip::tcp::endpoint to)
      : socket_(io), to_(std::move(to)) {}

  /// Sends a request and reads its answer. `data` may be empty; it is called whenever some of a 200's body
  /// has come. `end` is called once, when the connection may be used again; its response is lost with the
  /// next use.
  void exchange(std::string request, on_data data, on_end end, clock::time_point deadline);

  /// Ends the exchange under way if it is late.
  void expire(clock::time_point now);

  [[nodiscard]] bool busy() const noexcept { return end_ != nullptr; }

private:
  using error_code = boost::system::error_code;

  void connect();
  void drop();
  void send();
  void send_rest(std::size_t sent);
  void read();
  void on_read(const error_code& error, std::size_t size);
  void finish(outcome how);

  boost::asio::ip::tcp::socket socket_;
  boost::asio::ip::tcp::endpoint to_;
  std::array<char, std::size_t{16} * 1024> buffer_;
  response_reader reader_;
  std::string request_;
  on_data data_;
  on_end end_;
  clock::time_point deadline_;
  unsigned generation_ = 0; ///< of the socket: what completes for an older one is not heard
  bool sending_ = false;    ///< some of the request waits for the socket
  bool rested_ = false;     ///< the connection had answered something before this request
};

} // namespace troupe::load
