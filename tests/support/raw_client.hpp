#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <netdb.h>
#include <poll.h>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace troupe::testing {

/// A blocking TCP client that sends what it is told, byte for byte. Every receive gives up after `patience`.
class raw_client {
public:
  static constexpr std::chrono::seconds patience{10};

  explicit raw_client(std::uint16_t port, const std::string& host = "127.0.0.1", int receive_buffer = 0) {
    const bool v6 = host.find(':') != std::string::npos;
    fd_ = ::socket(v6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd_ < 0) throw std::system_error(errno, std::generic_category(), "socket");
    if (receive_buffer > 0) ::setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    const timeval limit{patience.count(), 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    sockaddr_in four{};
    four.sin_family = AF_INET;
    four.sin_port = htons(port);
    sockaddr_in6 six{};
    six.sin6_family = AF_INET6;
    six.sin6_port = htons(port);
    ::inet_pton(AF_INET, host.c_str(), &four.sin_addr);
    ::inet_pton(AF_INET6, host.c_str(), &six.sin6_addr);
    const auto* address = v6 ? reinterpret_cast<sockaddr*>(&six) : reinterpret_cast<sockaddr*>(&four);
    if (::connect(fd_, address, v6 ? sizeof six : sizeof four) != 0) {
      const int reason = errno;
      ::close(fd_);
      throw std::system_error(reason, std::generic_category(), "connect");
    }
  }
  raw_client(raw_client&& other) noexcept
      : fd_(std::exchange(other.fd_, -1)), received_(std::move(other.received_)) {}
  raw_client& operator=(raw_client&&) = delete;
  ~raw_client() { close(); }

  /// False when the server has closed.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent < 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  /// Everything up to and including `end`; throws when it does not come.
  std::string read_until(std::string_view end) {
    while (received_.find(end) == std::string::npos)
      if (!receive()) throw std::runtime_error("connection closed after: " + received_);
    return take(received_.find(end) + end.size());
  }
  std::string read_bytes(std::size_t count) {
    while (received_.size() < count)
      if (!receive()) throw std::runtime_error("connection closed after: " + received_);
    return take(count);
  }
  /// Everything until the server closes.
  std::string read_all() {
    while (receive()) {
    }
    return take(received_.size());
  }
  /// One answer with a Content-Length: its head and its body.
  std::string read_answer() {
    auto answer = read_until("\r\n\r\n");
    constexpr std::string_view name = "Content-Length: ";
    std::size_t length = 0;
    if (const auto at = answer.find(name); at != std::string::npos)
      std::from_chars(answer.data() + at + name.size(), answer.data() + answer.size(), length);
    return answer + read_bytes(length);
  }
  /// True when nothing more comes: the end of the stream, or a reset.
  bool at_end() { return received_.empty() && !receive(); }

  void finish_sending() const { ::shutdown(fd_, SHUT_WR); }
  void close() noexcept {
    if (fd_ >= 0) ::close(std::exchange(fd_, -1));
  }
  /// Closes with a reset instead of an orderly end.
  void reset() noexcept {
    const linger at_once{1, 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    close();
  }
  [[nodiscard]] int fd() const noexcept { return fd_; }

private:
  /// False at the end of the stream; throws when patience ends.
  bool receive() {
    char buffer[16384];
    const auto count = ::recv(fd_, buffer, sizeof buffer, 0);
    if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
      throw std::runtime_error("nothing received in time, after: " + received_);
    if (count <= 0) return false;
    received_.append(buffer, static_cast<std::size_t>(count));
    return true;
  }
  std::string take(std::size_t count) {
    auto taken = received_.substr(0, count);
    received_.erase(0, count);
    return taken;
  }

  int fd_ = -1;
  std::string received_;
};

} // namespace troupe::testing
