#pragma once
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <future>
#include <string>
#include <string_view>
#include <thread>
#include <unistd.h>

namespace troupe::testing {

/// A server of one connection, which says what the test says in a thread of its own.
class one_connection {
public:
  template <class Serve>
  explicit one_connection(Serve serve) {
    auto address = sockaddr_in{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(bind(listening_, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    EXPECT_EQ(listen(listening_, 1), 0);
    socklen_t size = sizeof address;
    getsockname(listening_, reinterpret_cast<sockaddr*>(&address), &size);
    url = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port));
    thread_ = std::thread{[this, serve] {
      const auto client = accept(listening_, nullptr, nullptr);
      ::close(listening_); // one is all
      asked = read_request(client);
      was_asked_.set_value();
      serve(client);
      ::close(client);
    }};
  }
  ~one_connection() { join(); }
  void join() {
    if (!thread_.joinable()) return;
    thread_.join();
  }

  void wait_until_asked() { was_asked_.get_future().wait(); }

  std::string url;
  std::string asked; ///< once the thread has ended

private:
  /// Head and body: a socket that is closed with something unread is reset.
  static std::string read_request(int client) {
    constexpr std::string_view length = "Content-Length: ";
    auto request = std::string{};
    auto byte = char{};
    auto next = [&] { return read(client, &byte, 1) == 1 && (request += byte, true); };
    while (!request.ends_with("\r\n\r\n") && next()) {
    }
    const auto at = request.find(length);
    auto rest = at == std::string::npos ? 0 : std::stoul(request.substr(at + length.size()));
    while (rest > 0 && next()) --rest;
    return request;
  }
  int listening_ = socket(AF_INET, SOCK_STREAM, 0);
  std::promise<void> was_asked_;
  std::thread thread_;
};

/// Connects, and hangs up.
inline void connect_to(const std::string& url) {
  auto address = sockaddr_in{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(std::stoul(url.substr(url.rfind(':') + 1))));
  const auto made = socket(AF_INET, SOCK_STREAM, 0);
  EXPECT_EQ(connect(made, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  ::close(made);
}

inline bool say(int client, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto n = send(client, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (n <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

} // namespace troupe::testing
