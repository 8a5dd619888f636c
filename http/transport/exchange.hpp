#pragma once

#include "http/framing/message.hpp"
#include "http/transport/mailbox.hpp"
#include "http/transport/responder.hpp"

#include <atomic>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace troupe::http {

class connection;

/// One request on its way to its answer. Responders talk to it from any thread; it passes on through the
/// mailbox, and only the reactor thread knows the connection, for as long as there is one that waits for this
/// very answer.
class exchange : public std::enable_shared_from_this<exchange> {
public:
  exchange(std::shared_ptr<mailbox> reactor, std::size_t write_buffer_bytes, connection& of) noexcept;

  /// A responder for this exchange; make one only.
  [[nodiscard]] responder open();

  // Any thread.
  void reply(response answer);
  void begin(response answer, stream_options options);
  [[nodiscard]] bool write(std::string piece);
  void end();
  void abandon();
  [[nodiscard]] std::optional<std::string> read();
  [[nodiscard]] bool gone() const noexcept { return gone_; }
  [[nodiscard]] bool draining() const noexcept { return draining_; }
  [[nodiscard]] std::size_t buffered() const noexcept { return posted_ + queued_; }

  // Reactor thread.
  [[nodiscard]] connection* waiting_connection() const noexcept { return connection_; }
  void started(stream_options options) noexcept { options_ = std::move(options); }
  [[nodiscard]] const stream_options& options() const noexcept { return options_; }
  [[nodiscard]] const std::string& heartbeat() const noexcept { return options_.heartbeat; }
  void piece_arrived(std::size_t bytes) noexcept { posted_ -= bytes; }
  /// `bytes` of the connection's output wait for the reader.
  void output_is(std::size_t bytes);
  void heard(std::string message);
  [[nodiscard]] bool takes_messages() const noexcept { return unread_ < most_unread; }
  void drain();
  void detach(bool client_gone);

private:
  static constexpr std::size_t most_unread = 16;
  enum class progress { unanswered, streaming, ended };

  [[nodiscard]] bool advance(progress from, progress to) noexcept;
  [[nodiscard]] bool has_room() noexcept;
  void tell() const;

  const std::shared_ptr<mailbox> reactor_;
  const std::size_t limit_;
  std::atomic<progress> progress_{progress::unanswered};
  std::atomic<std::size_t> posted_{0}; ///< bytes of pieces in the mailbox
  std::atomic<std::size_t> queued_{0}; ///< bytes in the connection's outbox
  std::atomic<bool> starved_{false};   ///< a write was refused for want of room
  std::atomic<bool> gone_{false};
  std::atomic<bool> draining_{false};

  std::mutex inbox_mutex_;
  std::deque<std::string> inbox_;
  std::atomic<std::size_t> unread_{0}; ///< messages in the inbox

  connection* connection_;
  stream_options options_;
};

} // namespace troupe::http
