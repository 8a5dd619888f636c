#include "storage/sqlite/directory_lock.hpp"

#include "storage/error.hpp"

#include <sys/file.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <unistd.h>
#include <utility>

namespace troupe::storage::sqlite {
namespace {

[[noreturn]] void unusable(const std::filesystem::path& directory, const char* operation, int code) {
  throw error{"data directory " + directory.string() + ": " + operation + ": " + std::strerror(code)
              + "; set TROUPE_DATA_DIR to a directory that this user may write and that has space"};
}

std::string holder(int descriptor) {
  std::array<char, 24> pid{};
  const auto size = ::pread(descriptor, pid.data(), pid.size(), 0);
  std::string text{pid.data(), size > 0 ? static_cast<std::size_t>(size) : 0};
  return text.empty() ? "of unknown pid" : "pid " + text.substr(0, text.find('\n'));
}

bool write_pid(int descriptor) {
  const auto pid = std::to_string(::getpid()) + '\n';
  return ::ftruncate(descriptor, 0) == 0
         && ::pwrite(descriptor, pid.data(), pid.size(), 0) == static_cast<ssize_t>(pid.size());
}

int lock(const std::filesystem::path& directory) {
  const int file = ::open((directory / "troupe.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) unusable(directory, "create troupe.lock", errno);
  if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
    const auto other = holder(file);
    ::close(file);
    throw error{"data directory " + directory.string() + ": locked by another Troupe, " + other
                + "; stop it, or set TROUPE_DATA_DIR to another directory"};
  }
  if (!write_pid(file)) {
    const int code = errno;
    ::close(file);
    unusable(directory, "write troupe.lock", code);
  }
  return file;
}

} // namespace

directory_lock::directory_lock(const std::filesystem::path& directory) : descriptor_{lock(directory)} {}

directory_lock::directory_lock(directory_lock&& other) noexcept
    : descriptor_{std::exchange(other.descriptor_, -1)} {}

directory_lock::~directory_lock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

} // namespace troupe::storage::sqlite
