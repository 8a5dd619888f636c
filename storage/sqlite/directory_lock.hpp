#pragma once
#include "storage/error.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace troupe::storage::sqlite {

/// Another process holds the data directory.
class directory_locked : public error {
public:
  directory_locked(const std::string& what, std::string served_at)
      : error{what}, served_at_{std::move(served_at)} {}

  /// What the holder announced; empty if it serves nowhere, or not yet.
  [[nodiscard]] const std::string& served_at() const noexcept { return served_at_; }

private:
  std::string served_at_;
};

/// Makes a data directory this process's own for as long as the value lives; the kernel releases it however
/// the process ends. The lock file holds the process id, and the address below it.
class directory_lock {
public:
  /// Throws directory_locked if another process holds the directory, else storage::error if it cannot be
  /// written.
  explicit directory_lock(const std::filesystem::path& directory);
  directory_lock(directory_lock&& other) noexcept;
  directory_lock& operator=(directory_lock&&) = delete;
  ~directory_lock();

  /// Tells the other processes of this machine where this one serves. Throws storage::error.
  void announce(std::string_view address);

private:
  std::filesystem::path directory_;
  int descriptor_;
};

} // namespace troupe::storage::sqlite
