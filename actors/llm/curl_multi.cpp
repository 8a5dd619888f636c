#include "actors/llm/curl_multi.hpp"

#include <sys/epoll.h>
#include <sys/eventfd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <system_error>
#include <unistd.h>

namespace troupe::llm {
namespace {

CURLM* new_multi() {
  static const auto initialised = curl_global_init(CURL_GLOBAL_DEFAULT);
  auto* made = initialised == CURLE_OK ? curl_multi_init() : nullptr;
  if (!made) throw std::runtime_error{"libcurl could not be initialised"};
  return made;
}

std::uint32_t epoll_events(int curls) noexcept {
  return ((curls & CURL_POLL_IN) != 0 ? EPOLLIN : 0U) | ((curls & CURL_POLL_OUT) != 0 ? EPOLLOUT : 0U);
}

int curl_events(std::uint32_t epolls) noexcept {
  return ((epolls & EPOLLIN) != 0 ? CURL_CSELECT_IN : 0) | ((epolls & EPOLLOUT) != 0 ? CURL_CSELECT_OUT : 0)
         | ((epolls & (EPOLLERR | EPOLLHUP)) != 0 ? CURL_CSELECT_ERR : 0);
}

epoll_event watched(int fd, std::uint32_t events) noexcept {
  auto e = epoll_event{};
  e.events = events;
  e.data.fd = fd;
  return e;
}

} // namespace

curl_multi::descriptor::descriptor(int made) : fd_{made} {
  if (made < 0) throw std::system_error{errno, std::generic_category(), "waiting for language models"};
}
curl_multi::descriptor::~descriptor() { close(fd_); }

curl_multi::curl_multi(std::size_t kept_connections)
    : epoll_{epoll_create1(EPOLL_CLOEXEC)}, wakes_{eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)},
      multi_{new_multi(), curl_multi_cleanup} {
  auto wakes = watched(wakes_.get(), EPOLLIN);
  if (epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, wakes_.get(), &wakes) != 0)
    throw std::system_error{errno, std::generic_category(), "waiting for language models"};
  auto* m = multi_.get();
  curl_multi_setopt(m, CURLMOPT_MAXCONNECTS, static_cast<long>(kept_connections));
  curl_multi_setopt(m, CURLMOPT_SOCKETFUNCTION, &curl_multi::on_socket);
  curl_multi_setopt(m, CURLMOPT_SOCKETDATA, this);
  curl_multi_setopt(m, CURLMOPT_TIMERFUNCTION, &curl_multi::on_timer);
  curl_multi_setopt(m, CURLMOPT_TIMERDATA, this);
}
curl_multi::~curl_multi() = default;

void curl_multi::add(CURL* exchange) { curl_multi_add_handle(multi_.get(), exchange); }
void curl_multi::remove(CURL* exchange) { curl_multi_remove_handle(multi_.get(), exchange); }

void curl_multi::wait(std::chrono::milliseconds at_most) {
  auto happened = std::array<epoll_event, 64>{};
  const auto patience = timer_ ? std::min(at_most, until_timer()) : at_most;
  const auto count = epoll_wait(epoll_.get(), happened.data(), static_cast<int>(happened.size()),
                                static_cast<int>(patience.count()));
  auto running = 0;
  for (const auto& e : std::span{happened}.first(static_cast<std::size_t>(std::max(count, 0)))) {
    auto woken = std::uint64_t{0};
    if (e.data.fd == wakes_.get())
      static_cast<void>(read(wakes_.get(), &woken, sizeof woken)); // it is read to be empty
    else
      curl_multi_socket_action(multi_.get(), e.data.fd, curl_events(e.events), &running);
  }
  if (timer_ && until_timer() == std::chrono::milliseconds::zero()) {
    timer_.reset(); // libcurl sets it again where it wants another
    curl_multi_socket_action(multi_.get(), CURL_SOCKET_TIMEOUT, 0, &running);
  }
}

void curl_multi::wake() noexcept {
  const auto one = std::uint64_t{1};
  static_cast<void>(write(wakes_.get(), &one, sizeof one)); // full: it is awake already
}

std::optional<curl_multi::ended> curl_multi::next_ended() {
  auto left = 0;
  while (const auto* message = curl_multi_info_read(multi_.get(), &left))
    if (message->msg == CURLMSG_DONE) return ended{message->easy_handle, message->data.result};
  return std::nullopt;
}

/// `known` is set once epoll has the socket.
int curl_multi::on_socket(CURL*, curl_socket_t socket, int what, void* of, void* known) {
  auto& self = *static_cast<curl_multi*>(of);
  if (what == CURL_POLL_REMOVE) {
    epoll_ctl(self.epoll_.get(), EPOLL_CTL_DEL, socket, nullptr);
    return 0;
  }
  auto wanted = watched(socket, epoll_events(what));
  const auto told = epoll_ctl(self.epoll_.get(), known ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, socket, &wanted);
  if (!known) curl_multi_assign(self.multi_.get(), socket, &self);
  return told == 0 ? 0 : -1; // -1 ends the exchange: nobody would ever hear of it
}

int curl_multi::on_timer(CURLM*, long milliseconds, void* of) {
  auto& timer = static_cast<curl_multi*>(of)->timer_;
  if (milliseconds < 0)
    timer.reset();
  else
    timer = steady_clock::now() + std::chrono::milliseconds{milliseconds};
  return 0;
}

/// Rounded up: who wakes a moment early would have to wait again, and again.
std::chrono::milliseconds curl_multi::until_timer() const {
  return std::max(std::chrono::ceil<std::chrono::milliseconds>(*timer_ - steady_clock::now()),
                  std::chrono::milliseconds::zero());
}

} // namespace troupe::llm
