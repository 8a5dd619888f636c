#pragma once
#include <filesystem>

namespace troupe::storage::sqlite {

/// Makes a data directory this process's own for as long as the value lives; the kernel releases it however
/// the process ends. The lock file holds the process id.
class directory_lock {
public:
  /// Throws storage::error if the directory cannot be written, or another process holds it.
  explicit directory_lock(const std::filesystem::path& directory);
  directory_lock(directory_lock&& other) noexcept;
  directory_lock& operator=(directory_lock&&) = delete;
  ~directory_lock();

private:
  int descriptor_;
};

} // namespace troupe::storage::sqlite
