#pragma once
#include <atomic>

namespace troupe::app::chat {

/// As long as it lives, SIGINT (Ctrl-C) sets a flag in place of ending the program. One at a time.
class interruption {
public:
  interruption();
  interruption(const interruption&) = delete;
  interruption& operator=(const interruption&) = delete;
  ~interruption();

  /// Lowers the flag; what waits for it is told anew.
  static const std::atomic<bool>& listen() noexcept;
};

} // namespace troupe::app::chat
