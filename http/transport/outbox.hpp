#pragma once

#include <sys/uio.h>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::http {

/// Bytes on their way to a socket, in order. Small pieces are joined, large ones are moved, not copied.
class outbox {
public:
  void append(std::string_view bytes);
  void append(std::string&& bytes);
  void drop_front(std::size_t bytes) noexcept;
  /// Frees what an empty outbox still holds.
  void release() noexcept;

  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
  /// Fills `parts` with the first pieces; returns how many.
  [[nodiscard]] std::size_t front(std::span<iovec> parts) const noexcept;

private:
  std::vector<std::string> pieces_;
  std::size_t sent_ = 0; ///< of the first piece
  std::size_t size_ = 0;
};

} // namespace troupe::http
