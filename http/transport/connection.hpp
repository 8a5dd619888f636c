#pragma once

#include "http/framing/framing.hpp"
#include "http/framing/limits.hpp"
#include "http/framing/websocket.hpp"
#include "http/transport/channel.hpp"
#include "http/transport/counters.hpp"
#include "http/transport/exchange.hpp"
#include "http/transport/mailbox.hpp"
#include "http/transport/outbox.hpp"
#include "http/transport/server.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <string>

namespace troupe::http {

/// What the connections of one reactor share.
struct surroundings {
  http::limits limits;
  http::service service;
  http::counters& seen;
  std::shared_ptr<http::mailbox> mailbox;
  std::chrono::steady_clock::time_point now; ///< when the reactor last woke
  std::string date;                          ///< for the Date header, as of then
  std::span<char> scratch;                   ///< to read into
  bool draining = false;
};

/// One client: requests in, answers out, one at a time and in order; what a client sends ahead waits in the
/// framing. Lives in its reactor's thread. After every call the reactor asks finished(), then wants_read()
/// and wants_write().
class connection {
public:
  connection(surroundings& around, channel over, std::string peer);
  ~connection();
  connection(const connection&) = delete;
  connection& operator=(const connection&) = delete;

  void readable();
  void writable();
  void vanished(); ///< reset, or closed both ways
  void apply(operation& what);
  /// Sends what the socket takes, then goes on with what waited for that.
  void flush();
  void check_time();
  void drain();

  [[nodiscard]] int fd() const noexcept { return channel_.fd(); }
  [[nodiscard]] const std::string& peer() const noexcept { return peer_; }
  [[nodiscard]] bool finished() const noexcept { return phase_ == phase::finished; }
  [[nodiscard]] bool wants_read() const noexcept;
  [[nodiscard]] bool wants_write() const noexcept { return !outbox_.empty() || channel_.wants_write(); }

private:
  enum class phase {
    reading,   ///< a request, or waiting for one
    answering, ///< the handler has it
    streaming, ///< its answer has begun
    closing,   ///< the last answer leaves
    lingering, ///< it has left; the client may still be sending, and is to read it
    finished,
  };
  using time_point = std::chrono::steady_clock::time_point;

  void take_in(std::string_view bytes);
  void client_finished();
  void find_requests();
  void input_ended();
  void admit();
  void dispatch();
  /// Answers a request whose end is unknown or too far away: nothing can follow it.
  void refuse(int status, std::string_view detail);

  void send(response answer);
  void begin(operation::opening& opening);
  void upgrade(operation::opening& opening);
  void hear(std::string_view bytes);
  void send_frames();
  void send_piece(std::string piece);
  void end_stream();
  void cut_or_fail();
  void answered();
  void let_go(bool client_gone);

  [[nodiscard]] bool send_outbox();
  void linger();
  void await_request() noexcept;
  void break_silence();
  void overdue();

  surroundings& around_;
  channel channel_;
  const std::string peer_;
  outbox outbox_;
  std::unique_ptr<framing> framing_; ///< none while idle: an idle client is to cost little
  std::shared_ptr<exchange> exchange_;
  std::unique_ptr<websocket> socket_; ///< while the stream is one
  std::optional<response> refusal_;   ///< by admission, until the body has been skipped

  time_point deadline_; ///< of the phase
  time_point write_deadline_ = time_point::max();
  time_point heartbeat_at_;
  phase phase_ = phase::reading;
  bool client_done_ = false; ///< it sends no more
  bool keep_alive_ = true, head_only_ = false;
  bool pinged_ = false;   ///< and not heard since
  int minor_version_ = 1; ///< of the request that is being answered
};

} // namespace troupe::http
