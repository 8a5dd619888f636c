#include "http/transport/event_loop.hpp"

#include "http/framing/serialize.hpp"
#include "telemetry/log.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/timerfd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <system_error>

namespace troupe::http {

namespace aio = Pistache::Aio;
namespace polling = Pistache::Polling;
namespace tcp = Pistache::Tcp;
using polling::NotifyOn;

namespace {

constexpr std::size_t scratch_bytes = 64U << 10U;
constexpr int accepts_at_once = 16; // the others' turn comes in the next round, or in another reactor
constexpr int mail_rounds = 16;     // letters answered by letters, before the sockets are looked at again

/// Transport wants a handler for the input that it would read itself.
class no_handler final : public tcp::Handler {
public:
  std::shared_ptr<tcp::Handler> clone() const override { return std::make_shared<no_handler>(); }
  void onInput(const char*, std::size_t, const std::shared_ptr<tcp::Peer>&) override {}
};

descriptor ticking(std::chrono::milliseconds every) {
  descriptor timer(::timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC));
  itimerspec interval{};
  interval.it_interval.tv_sec = every.count() / 1000;
  interval.it_interval.tv_nsec = every.count() % 1000 * 1'000'000;
  interval.it_value = interval.it_interval;
  if (timer.get() < 0 || ::timerfd_settime(timer.get(), 0, &interval, nullptr) != 0)
    throw std::system_error(errno, std::generic_category(), "timerfd");
  return timer;
}

int fd_of(const aio::FdSet::Entry& ready) { return static_cast<int>(ready.getTag().value()); }

/// Best effort: whoever reads before it writes, or has written nothing yet, sees it.
void turn_away(const descriptor& socket) noexcept {
  constexpr std::string_view answer =
      "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\n"
      "Connection: close\r\n\r\n";
  static_cast<void>(::send(socket.get(), answer.data(), answer.size(), MSG_NOSIGNAL | MSG_DONTWAIT));
}

} // namespace

event_loop::event_loop(shared_state& shared, service serving)
    : tcp::Transport(std::make_shared<no_handler>()), shared_(shared), mailbox_(std::make_shared<mailbox>()),
      scratch_(scratch_bytes), around_{shared.limits, std::move(serving), shared.seen, mailbox_, {}, {},
                                       scratch_},
      timer_(ticking(shared.limits.sweep)) {}

event_loop::~event_loop() { mailbox_->close(); }

void event_loop::registerPoller(polling::Epoll& poller) {
  tcp::Transport::registerPoller(poller);
  const auto watch = [&](int fd, polling::Mode mode) {
    poller.addFd(fd, Pistache::Flags(NotifyOn::Read), polling::Tag(static_cast<std::uint64_t>(fd)), mode);
  };
  watch(mailbox_->wake_fd(), polling::Mode::Edge);
  watch(timer_.get(), polling::Mode::Level);
  for (const int fd : shared_.listening) watch(fd, polling::Mode::Level);
}

void event_loop::onReady(const aio::FdSet& ready) {
  note_time();
  mailbox_->attend();
  for (const auto& entry : ready) serve(entry);
  // Last: a connection that ended above may have left its descriptor's number to a new one.
  for (const auto& entry : ready) {
    if (fd_of(entry) == timer_.get()) sweep();
    if (std::ranges::find(shared_.listening, fd_of(entry)) != shared_.listening.end())
      accept_from(fd_of(entry));
  }
  read_mail();
  mailbox_->rest();
}

void event_loop::note_time() {
  around_.now = std::chrono::steady_clock::now();
  const auto second = std::time(nullptr);
  if (second == second_) return;
  second_ = second;
  around_.date = http_date(second);
}

void event_loop::serve(const aio::FdSet::Entry& ready) {
  const auto found = clients_.find(fd_of(ready));
  if (found == clients_.end()) return;
  auto& talk = found->second->talk;
  if (ready.isWritable()) talk.writable();
  if (ready.isReadable() && !talk.finished()) talk.readable();
  if (!ready.isReadable() && (ready.isHangup() || !ready.isWritable())) talk.vanished();
  settle(*found->second);
}

void event_loop::read_mail() {
  for (int round = 0; round < mail_rounds && mailbox_->collect(mail_); ++round) {
    for (auto& each : mail_) std::visit([this](auto& what) { open_letter(what); }, each);
    for (const int fd : written_) {
      const auto found = clients_.find(fd);
      if (found == clients_.end()) continue;
      found->second->talk.flush();
      settle(*found->second);
    }
    written_.clear();
  }
  mail_.clear();
}

void event_loop::open_letter(operation& about) {
  if (const auto* piece = std::get_if<std::string>(&about.what)) about.of->piece_arrived(piece->size());
  auto* const talk = about.of->waiting_connection();
  if (talk != nullptr) {
    talk->apply(about);
    if (written_.empty() || written_.back() != talk->fd()) written_.push_back(talk->fd());
  } else if (auto* const opening = std::get_if<std::unique_ptr<operation::opening>>(&about.what)) {
    about.of->started(std::move((*opening)->options)); // too late: it is to learn that
    about.of->detach(true);
  }
}

void event_loop::open_letter(command what) { what == command::drain ? drain() : stop(); }

/// Lets go of a connection that has finished, else waits for what it wants.
void event_loop::settle(client& of) {
  if (of.talk.finished()) return close(of);
  const bool reads = of.talk.wants_read(), writes = of.talk.wants_write();
  if (reads == of.reads && writes == of.writes) return;
  of.reads = reads;
  of.writes = writes;
  const auto interest =
      (reads ? NotifyOn::Read : NotifyOn::None) | (writes ? NotifyOn::Write : NotifyOn::None);
  reactor()->modifyFd(key(), of.talk.fd(), interest, polling::Mode::Level);
}

void event_loop::close(client& of) {
  const auto peer = of.peer;
  shared_.addresses.give_back(of.talk.peer());
  clients_.erase(of.talk.fd());
  removePeer(peer); // closes the socket
  if (--shared_.seen.connections > 0 || !around_.draining) return;
  const std::lock_guard lock(shared_.drain_mutex);
  shared_.drain_progress.notify_all();
}

void event_loop::sweep() {
  std::uint64_t ticks = 0;
  static_cast<void>(::read(timer_.get(), &ticks, sizeof ticks));
  if (std::exchange(accept_paused_, false) && !around_.draining) listen(true);
  for (auto at = clients_.begin(); at != clients_.end();) {
    auto& each = *(at++)->second; // which may be closed below
    each.talk.check_time();
    settle(each);
  }
}

void event_loop::accept_from(int listening) {
  for (int i = 0; i < accepts_at_once && !around_.draining; ++i) {
    sockaddr_storage from{};
    socklen_t length = sizeof from;
    descriptor socket(
        ::accept4(listening, reinterpret_cast<sockaddr*>(&from), &length, SOCK_CLOEXEC | SOCK_NONBLOCK));
    if (socket.get() >= 0) {
      welcome(std::move(socket), Pistache::Address::fromUnix(reinterpret_cast<sockaddr*>(&from)));
      continue;
    }
    if (errno == ECONNABORTED || errno == EINTR) continue;
    if (errno == EAGAIN || errno == EWOULDBLOCK) return;
    // Out of descriptors or memory: clients wait in the backlog until the next sweep.
    log::warning("accepting paused", {{"reason", std::generic_category().message(errno)}});
    accept_paused_ = true;
    return listen(false);
  }
}

void event_loop::welcome(descriptor socket, const Pistache::Address& from) {
  const auto address = from.host();
  const auto open = static_cast<std::size_t>(shared_.seen.connections.load());
  if (open >= shared_.limits.connections || !shared_.addresses.take(address)) {
    ++shared_.seen.turned_away;
    if (!shared_.tls) turn_away(socket);
    return;
  }
  const int on = 1;
  ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  auto tls = shared_.tls ? std::optional(shared_.tls->accept(socket.get())) : std::nullopt;
  const int fd = socket.release(); // the peer's from here on
  auto peer = tcp::Peer::Create(fd, from);
  handleNewPeer(peer);
  auto& made = clients_[fd];
  made = std::make_unique<client>(std::move(peer), around_, channel(fd, std::move(tls)), address);
  ++shared_.seen.connections;
  ++shared_.seen.accepted;
  settle(*made);
}

void event_loop::listen(bool on) {
  for (const int fd : shared_.listening) reactor()->modifyFd(key(), fd, on ? NotifyOn::Read : NotifyOn::None);
}

void event_loop::drain() {
  if (std::exchange(around_.draining, true)) return;
  for (const int fd : shared_.listening) reactor()->removeFd(key(), fd);
  for (auto at = clients_.begin(); at != clients_.end();) {
    auto& each = *(at++)->second;
    each.talk.drain();
    settle(each);
  }
  const std::lock_guard lock(shared_.drain_mutex);
  ++shared_.drained_loops;
  shared_.drain_progress.notify_all();
}

void event_loop::stop() {
  while (!clients_.empty()) {
    auto& each = *clients_.begin()->second;
    each.talk.vanished();
    close(each);
  }
  reactor()->shutdown();
}

} // namespace troupe::http
