#pragma once
#include "load/connection.hpp"
#include "load/notation.hpp"
#include "load/socket.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::load {

/// A bounded number of connections to one server. The one that rested least is used next.
class client {
public:
  /// Throws std::runtime_error if the host has no address. `key` may be empty.
  client(boost::asio::io_context& io, const address& server, std::string_view key, std::size_t connections,
         std::chrono::nanoseconds timeout);

  [[nodiscard]] bool has_free() const noexcept { return !free_.empty() || all_.size() < most_; }

  /// Starts an exchange; there must be a free connection. When `end` is called the connection is free again.
  void get(std::string_view path, connection::on_end end);
  void post(std::string_view path, std::string_view body, connection::on_data data, connection::on_end end);

  /// The WebSocket of a session, with what comes behind `after`. It counts as no connection of the client's.
  [[nodiscard]] std::unique_ptr<socket> open(std::string_view session_id, std::int64_t after);
  [[nodiscard]] connection::clock::time_point deadline() const { return connection::clock::now() + timeout_; }

  /// Ends what waits for longer than the timeout.
  void expire_late(connection::clock::time_point now);

private:
  void start(std::string request, connection::on_data data, connection::on_end end);
  [[nodiscard]] connection& take();

  boost::asio::io_context& io_;
  boost::asio::ip::tcp::endpoint endpoint_;
  std::string authority_, key_;
  std::string prefix_, fields_; ///< of every path; of every request, with the empty line behind them left out
  std::size_t most_;
  std::chrono::nanoseconds timeout_;
  std::vector<std::unique_ptr<connection>> all_;
  std::vector<connection*> free_;
};

} // namespace troupe::load
