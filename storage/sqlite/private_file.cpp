#include "storage/sqlite/private_file.hpp"

#include "storage/error.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace troupe::storage::sqlite {

namespace fs = std::filesystem;

void make_private_directory(const fs::path& directory) {
  std::error_code code;
  const bool made = fs::create_directories(directory, code);
  if (!code && made) fs::permissions(directory, fs::perms::owner_all, code);
  if (!code && !fs::is_directory(directory, code) && !code)
    code = std::make_error_code(std::errc::not_a_directory);
  if (code)
    throw error{"data directory " + directory.string() + ": " + code.message()
                + "; set TROUPE_DATA_DIR to a directory that this user may write"};
}

// SQLite syncs the directory for its log, but not for the database.
void make_private_file(const fs::path& file) {
  const int created = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (created < 0) throw error{"sqlite " + file.string() + ": open: " + std::strerror(errno)};
  ::close(created);
  sync_directory(file.parent_path());
}

void sync_directory(const fs::path& path) {
  const auto named = path.empty() ? fs::path{"."} : path;
  const int directory = ::open(named.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = directory >= 0 && ::fsync(directory) == 0;
  const int code = errno;
  if (directory >= 0) ::close(directory);
  if (!synced) throw error{"data directory " + named.string() + ": sync: " + std::strerror(code)};
}

} // namespace troupe::storage::sqlite
