#include "http/transport/listening.hpp"

#include <netinet/in.h>
#include <pistache/net.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <netdb.h>
#include <optional>
#include <stdexcept>
#include <system_error>

namespace troupe::http {
namespace {

constexpr int backlog = 4096;    // the kernel cuts it to net.core.somaxconn
constexpr int port_choices = 16; // a port that is free on one address may be taken on the next

using address_list = std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)>;

address_list resolve(const std::string& host) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE;
  addrinfo* found = nullptr;
  if (const int failure = ::getaddrinfo(host.c_str(), nullptr, &hints, &found); failure != 0)
    throw std::runtime_error("cannot resolve host \"" + host + "\": " + ::gai_strerror(failure)
                             + "; give an address such as 127.0.0.1, ::1 or 0.0.0.0");
  return {found, &::freeaddrinfo};
}

/// The addresses of `host`, each once, with `port` still 0.
std::vector<sockaddr_storage> addresses_of(const std::string& host) {
  std::vector<sockaddr_storage> addresses;
  const auto add = [&](const std::string& name) {
    const auto list = resolve(name);
    for (const addrinfo* at = list.get(); at != nullptr; at = at->ai_next) {
      sockaddr_storage address{};
      std::copy_n(reinterpret_cast<const char*>(at->ai_addr), at->ai_addrlen,
                  reinterpret_cast<char*>(&address));
      addresses.push_back(address);
    }
  };
  // Not every machine's hosts file knows both.
  if (host == "localhost")
    for (const auto* loopback : {"127.0.0.1", "::1"}) add(loopback);
  else
    add(host);
  return addresses;
}

void set_port(sockaddr_storage& address, std::uint16_t port) noexcept {
  auto& field = address.ss_family == AF_INET6 ? reinterpret_cast<sockaddr_in6&>(address).sin6_port
                                              : reinterpret_cast<sockaddr_in&>(address).sin_port;
  field = htons(port);
}

std::uint16_t port_of(int fd) {
  sockaddr_storage address{};
  socklen_t length = sizeof address;
  if (::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &length) != 0)
    throw std::system_error(errno, std::generic_category(), "getsockname");
  return ntohs(address.ss_family == AF_INET6 ? reinterpret_cast<sockaddr_in6&>(address).sin6_port
                                             : reinterpret_cast<sockaddr_in&>(address).sin_port);
}

std::string text_of(sockaddr_storage address, std::uint16_t port) {
  const auto host = Pistache::Address::fromUnix(reinterpret_cast<sockaddr*>(&address)).host();
  return (address.ss_family == AF_INET6 ? "[" + host + "]:" : host + ":") + std::to_string(port);
}

/// An invalid descriptor and errno when it cannot be had.
descriptor listen_at(const sockaddr_storage& address, bool only_v6) noexcept {
  descriptor fd(::socket(address.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (fd.get() < 0) return fd;
  const int on = 1;
  ::setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (address.ss_family == AF_INET6 && only_v6)
    ::setsockopt(fd.get(), IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
  if (::bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0
      && ::listen(fd.get(), backlog) == 0)
    return fd;
  const int reason = errno;
  fd = descriptor();
  errno = reason;
  return fd;
}

[[noreturn]] void fail(const sockaddr_storage& address, std::uint16_t port, int reason) {
  std::string advice;
  if (reason == EADDRINUSE) advice = "; another program listens there: stop it or choose another port";
  if (reason == EACCES) advice = "; ports below 1024 need a privilege: choose a higher one";
  if (reason == EADDRNOTAVAIL) advice = "; this machine has no such address";
  throw std::runtime_error("cannot listen on " + text_of(address, port) + ": "
                           + std::generic_category().message(reason) + advice);
}

bool absent_here(int reason) noexcept { return reason == EADDRNOTAVAIL || reason == EAFNOSUPPORT; }

/// Nothing when a port that the system chose for the first address is taken on another one.
std::optional<listening_sockets> try_listen(std::vector<sockaddr_storage> addresses, std::uint16_t wanted) {
  listening_sockets made{{}, wanted};
  int reason = 0;
  for (auto& address : addresses) {
    set_port(address, made.port);
    auto fd = listen_at(address, addresses.size() > 1);
    if (fd.get() < 0) {
      reason = errno;
      if (addresses.size() > 1 && absent_here(reason)) continue;
      if (wanted == 0 && made.port != 0 && reason == EADDRINUSE) return std::nullopt;
      fail(address, made.port, reason);
    }
    if (made.port == 0) made.port = port_of(fd.get());
    made.sockets.push_back({std::move(fd), text_of(address, made.port)});
  }
  if (made.sockets.empty()) fail(addresses.front(), wanted, reason);
  return made;
}

} // namespace

listening_sockets listen_on(const std::string& host, std::uint16_t port) {
  const auto addresses = addresses_of(host);
  for (int choice = 0; choice < port_choices; ++choice)
    if (auto made = try_listen(addresses, port)) return std::move(*made);
  throw std::runtime_error("cannot find a port that is free on every address of " + host + "; name one");
}

} // namespace troupe::http
