#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace troupe::llm {

/// A POST, and what becomes of it.
struct transfer_request {
  std::string url;
  std::string bearer; ///< empty: no Authorization
  std::string body;
  std::chrono::milliseconds connect{2000};
};

enum class transfer_end : std::uint8_t {
  none, ///< it goes on
  complete,
  unreachable,
  connect_late,
  cut,
};

/// What has come since it was taken last; its status and its end stay.
struct transfer_state {
  long status = 0; ///< 0: the head has not come
  std::string content_type = {};
  std::optional<std::chrono::seconds> retry_after = {};
  std::string bytes = {};
  transfer_end end = transfer_end::none;
};

/// HTTP exchanges on one thread of their own (libcurl's multi interface): connections are kept and reused,
/// TLS is verified, redirects are not followed. Bytes wait here until they are taken; above a bound the
/// socket is left alone, so that the server has to wait. Any thread may call.
class transfers {
public:
  struct limits {
    std::size_t unread_bytes = 64U << 10U;
    std::size_t connections = 64; ///< that are kept
  };
  /// `tell` is called in the thread of the transfers, once until the transfer is taken from again.
  transfers(const limits&, std::function<void(std::uint64_t transfer)> tell);
  ~transfers(); ///< ends all; it waits for no server
  transfers(const transfers&) = delete;
  transfers& operator=(const transfers&) = delete;

  /// Returns its number.
  [[nodiscard]] std::uint64_t start(transfer_request);
  [[nodiscard]] transfer_state take(std::uint64_t transfer);
  /// Closes its socket, unless it was complete; it is told of no more.
  void cancel(std::uint64_t transfer);

private:
  class loop;
  std::unique_ptr<loop> loop_;
};

} // namespace troupe::llm
