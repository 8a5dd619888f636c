#pragma once
#include <memory>
#include <random>
#include <string>

namespace troupe::testing {

/// What a power cut leaves of writes that were not synced.
enum class survival {
  nothing, ///< none of them
  sectors, ///< any of their 512-byte sectors, and any of the names that were made or removed
};

/// A file system in memory for SQLite that tells what was synced from what was only written, and whose power
/// can be cut at any of its steps. For one thread; connections must be closed before restart().
class crash_vfs {
public:
  explicit crash_vfs(std::string name);
  crash_vfs(const crash_vfs&) = delete;
  crash_vfs& operator=(const crash_vfs&) = delete;
  ~crash_vfs();

  [[nodiscard]] const char* name() const noexcept;
  /// Writes, truncations, syncs and removals so far.
  [[nodiscard]] std::size_t steps() const noexcept;
  [[nodiscard]] bool crashed() const noexcept;

  /// Cuts the power in the middle of that step, counted from 1: it and everything after it fails.
  void crash_at(std::size_t step) noexcept;
  /// Writes that let the files grow beyond so many bytes in all fail with SQLITE_FULL.
  void limit(std::size_t bytes) noexcept;
  /// Turns the power on again over what has survived.
  void restart(survival kept, std::mt19937& random);

private:
  class disk;
  std::unique_ptr<disk> disk_;
};

} // namespace troupe::testing
