#include "load/client.hpp"

#include <stdexcept>
#include <utility>

namespace troupe::load {
namespace {

boost::asio::ip::tcp::endpoint resolve(boost::asio::io_context& io, const address& server) {
  auto resolver = boost::asio::ip::tcp::resolver{io};
  auto error = boost::system::error_code{};
  const auto found = resolver.resolve(server.host, server.port, error);
  if (error || found.empty()) throw std::runtime_error{server.host + ": has no address: " + error.message()};
  return *found.begin();
}

} // namespace

client::client(boost::asio::io_context& io, const address& server, std::string_view key,
               std::size_t connections, std::chrono::nanoseconds timeout)
    : io_(io), endpoint_(resolve(io, server)), authority_(server.authority), key_(key),
      prefix_(server.prefix), most_(connections), timeout_(timeout) {
  fields_ = " HTTP/1.1\r\nHost: " + server.authority + "\r\n";
  if (!key.empty()) fields_.append("Authorization: Bearer ").append(key).append("\r\n");
}

void client::get(std::string_view path, connection::on_end end) {
  auto request = "GET " + prefix_;
  request.append(path).append(fields_).append("\r\n");
  start(std::move(request), nullptr, std::move(end));
}

void client::post(std::string_view path, std::string_view body, connection::on_data data,
                  connection::on_end end) {
  auto request = "POST " + prefix_;
  request.append(path).append(fields_).append("Content-Type: application/json\r\nContent-Length: ");
  request.append(std::to_string(body.size())).append("\r\n\r\n").append(body);
  start(std::move(request), std::move(data), std::move(end));
}

std::unique_ptr<socket> client::open(std::string_view session_id, std::int64_t after) {
  auto path = prefix_ + "/v1/sessions/";
  path.append(session_id).append("/ws?after=").append(std::to_string(after));
  return std::make_unique<socket>(io_, socket::target{endpoint_, authority_, std::move(path), key_});
}

void client::expire_late(connection::clock::time_point now) {
  // By index: what follows the end of an exchange may open connections.
  for (auto i = std::size_t{0}; i < all_.size(); ++i) all_[i]->expire(now);
}

void client::start(std::string request, connection::on_data data, connection::on_end end) {
  auto& by = take();
  by.exchange(
      std::move(request), std::move(data),
      [this, &by, then = std::move(end)](outcome how, const response& answer) {
        free_.push_back(&by);
        then(how, answer);
      },
      deadline());
}

connection& client::take() {
  if (free_.empty()) return *all_.emplace_back(std::make_unique<connection>(io_, endpoint_));
  auto* last = free_.back();
  free_.pop_back();
  return *last;
}

} // namespace troupe::load
