#include "storage/sqlite/directory_lock.hpp"

#include <sys/file.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sstream>
#include <string>
#include <unistd.h>
#include <utility>

namespace troupe::storage::sqlite {
namespace {

[[noreturn]] void unusable(const std::filesystem::path& directory, const char* operation, int code) {
  throw error{"data directory " + directory.string() + ": " + operation + ": " + std::strerror(code)
              + "; set TROUPE_DATA_DIR to a directory that this user may write and that has space"};
}

struct holder {
  std::string pid;
  std::string address;
};

holder holder_of(int descriptor) {
  std::array<char, 512> content{};
  const auto size = ::pread(descriptor, content.data(), content.size(), 0);
  auto lines = std::istringstream{std::string{content.data(), size > 0 ? static_cast<std::size_t>(size) : 0}};
  auto found = holder{};
  std::getline(lines, found.pid);
  std::getline(lines, found.address);
  return found;
}

bool write_holder(int descriptor, std::string_view address) {
  const auto content = std::to_string(::getpid()) + '\n' + std::string{address} + '\n';
  return ::ftruncate(descriptor, 0) == 0
         && ::pwrite(descriptor, content.data(), content.size(), 0) == static_cast<ssize_t>(content.size());
}

int lock(const std::filesystem::path& directory) {
  const int file = ::open((directory / "troupe.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) unusable(directory, "create troupe.lock", errno);
  if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
    const auto other = holder_of(file);
    ::close(file);
    throw directory_locked{"data directory " + directory.string() + ": locked by another Troupe, "
                               + (other.pid.empty() ? "of unknown pid" : "pid " + other.pid)
                               + "; stop it, or set TROUPE_DATA_DIR to another directory",
                           other.address};
  }
  if (!write_holder(file, {})) {
    const int code = errno;
    ::close(file);
    unusable(directory, "write troupe.lock", code);
  }
  return file;
}

} // namespace

directory_lock::directory_lock(const std::filesystem::path& directory)
    : directory_{directory}, descriptor_{lock(directory)} {}

directory_lock::directory_lock(directory_lock&& other) noexcept
    : directory_{std::move(other.directory_)}, descriptor_{std::exchange(other.descriptor_, -1)} {}

void directory_lock::announce(std::string_view address) {
  if (!write_holder(descriptor_, address)) unusable(directory_, "write troupe.lock", errno);
}

directory_lock::~directory_lock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

} // namespace troupe::storage::sqlite
