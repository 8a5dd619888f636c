#include "http/transport/server.hpp"

#include "http/transport/event_loop.hpp"
#include "http/transport/listening.hpp"
#include "telemetry/threads.hpp"

#include <pistache/reactor.h>

#include <csignal>
#include <thread>

namespace troupe::http {
namespace {

/// Pistache's reactor with its one handler, in a thread of its own.
class reactor_thread {
public:
  reactor_thread(shared_state& shared, service serving)
      : loop_(std::make_shared<event_loop>(shared, std::move(serving))),
        reactor_(Pistache::Aio::Reactor::create()) {
    reactor_->init();
    reactor_->addHandler(loop_);
    thread_ = std::thread([this] { run(); });
  }
  reactor_thread(const reactor_thread&) = delete;
  reactor_thread& operator=(const reactor_thread&) = delete;
  ~reactor_thread() {
    tell(command::stop);
    thread_.join();
  }

  void tell(command what) const { loop_->post().post(what); }

private:
  void run() {
    telemetry::name_thread("http");
    sigset_t broken_pipe; // TLS writes without MSG_NOSIGNAL
    sigemptyset(&broken_pipe);
    sigaddset(&broken_pipe, SIGPIPE);
    ::pthread_sigmask(SIG_BLOCK, &broken_pipe, nullptr);
    reactor_->run();
  }

  std::shared_ptr<event_loop> loop_;
  std::shared_ptr<Pistache::Aio::Reactor> reactor_;
  std::thread thread_;
};

} // namespace

class server::state {
public:
  state(const server_options& options, const service_factory& services)
      : listening(listen_on(options.host, options.port)), shared(options.limits) {
    if (options.tls) shared.tls.emplace(options.tls->certificate, options.tls->key);
    for (const auto& each : listening.sockets) {
      shared.listening.push_back(each.fd.get());
      addresses.push_back(each.address);
    }
    for (std::size_t i = 0; i < options.threads; ++i)
      reactors.push_back(std::make_unique<reactor_thread>(shared, services(i)));
  }

  listening_sockets listening;
  std::vector<std::string> addresses;
  shared_state shared;
  std::vector<std::unique_ptr<reactor_thread>> reactors;
};

server::server(const server_options& options, const service_factory& services)
    : state_(std::make_unique<state>(options, services)) {}

server::~server() = default;

std::uint16_t server::port() const noexcept { return state_->listening.port; }
const std::vector<std::string>& server::addresses() const noexcept { return state_->addresses; }
const counters& server::seen() const noexcept { return state_->shared.seen; }

bool server::drain(std::chrono::milliseconds patience) {
  for (const auto& each : state_->reactors) each->tell(command::drain);
  const auto end = std::chrono::steady_clock::now() + patience;
  auto& shared = state_->shared;
  std::unique_lock lock(shared.drain_mutex);
  const auto left_alone = [&] { return shared.drained_loops == state_->reactors.size(); };
  if (!shared.drain_progress.wait_until(lock, end, left_alone)) return false;
  state_->listening.sockets.clear(); // refuses who still waits in a backlog
  return shared.drain_progress.wait_until(lock, end, [&] { return shared.seen.connections == 0; });
}

void server::stop() { state_->reactors.clear(); }

} // namespace troupe::http
