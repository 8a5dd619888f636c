#pragma once

#include "http/transport/address_quota.hpp"
#include "http/transport/connection.hpp"
#include "http/transport/descriptor.hpp"
#include "http/transport/mailbox.hpp"
#include "http/transport/server.hpp"
#include "http/transport/tls.hpp"

#include <pistache/peer.h>
#include <pistache/transport.h>

#include <condition_variable>
#include <cstddef>
#include <ctime>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace troupe::http {

/// What the reactors of one server share.
struct shared_state {
  explicit shared_state(const http::limits& of) : limits(of) {}

  http::limits limits;
  std::vector<int> listening; ///< level-triggered in every reactor: who comes first accepts
  std::optional<tls_context> tls;
  address_quota addresses{limits.connections_per_address};
  http::counters seen;

  std::mutex drain_mutex;
  std::condition_variable drain_progress;
  std::size_t drained_loops = 0; ///< under drain_mutex: reactors that have left the listening sockets
};

/// One reactor thread's part of a server: it accepts, and owns its connections. It stands where Pistache has
/// its own Transport, on the same Reactor and with the same Peers, but writes, times and hands over by
/// itself: docs/endpoint_fault shows why.
class event_loop final : public Pistache::Tcp::Transport {
public:
  event_loop(shared_state& shared, service serving);
  ~event_loop() override;

  /// Any thread.
  [[nodiscard]] mailbox& post() const noexcept { return *mailbox_; }

  void registerPoller(Pistache::Polling::Epoll& poller) override;
  void onReady(const Pistache::Aio::FdSet& ready) override;

private:
  struct client {
    client(std::shared_ptr<Pistache::Tcp::Peer> of, surroundings& around, channel over,
           const std::string& address)
        : peer(std::move(of)), talk(around, std::move(over), address) {}

    std::shared_ptr<Pistache::Tcp::Peer> peer;
    connection talk;
    bool reads = false, writes = false; ///< what the poller waits for
  };

  void note_time();
  void serve(const Pistache::Aio::FdSet::Entry& ready);
  void read_mail();
  void open_letter(operation& about);
  void open_letter(command what);
  void settle(client& of);
  void close(client& of);
  void sweep();
  void accept_from(int listening);
  void welcome(descriptor socket, const Pistache::Address& from);
  void listen(bool on);
  void drain();
  void stop();

  shared_state& shared_;
  const std::shared_ptr<mailbox> mailbox_;
  std::vector<char> scratch_;
  std::time_t second_ = 0; ///< that the Date header names
  surroundings around_;
  std::unordered_map<int, std::unique_ptr<client>> clients_; ///< by descriptor, within this thread only
  std::vector<letter> mail_;
  std::vector<int> written_; ///< connections with new output
  descriptor timer_;
  bool accept_paused_ = false;
};

} // namespace troupe::http
