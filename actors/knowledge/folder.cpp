#include "actors/knowledge/folder.hpp"

#include "actors/knowledge/document_path.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <set>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace troupe::knowledge {
namespace {

namespace fs = std::filesystem;

std::string reason(int error) { return std::generic_category().message(error); }

class descriptor {
public:
  explicit descriptor(int fd) noexcept : fd_{fd} {}
  descriptor(const descriptor&) = delete;
  descriptor& operator=(const descriptor&) = delete;
  ~descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }

  explicit operator bool() const noexcept { return fd_ >= 0; }
  [[nodiscard]] int get() const noexcept { return fd_; }

private:
  int fd_;
};

std::int64_t nanoseconds(const timespec& t) noexcept {
  return std::int64_t{t.tv_sec} * 1'000'000'000 + t.tv_nsec;
}

/// One look at the whole folder.
class walk {
public:
  explicit walk(const fs::path& root) : root_{root} {}

  listing run() {
    enter("");
    while (!folders_.empty() || !linked_.empty()) enter(next());
    std::ranges::sort(found_.files, {}, &file_stamp::path);
    return std::move(found_);
  }

private:
  // Links last, so that a folder below the root is seen under its own path.
  std::string next() {
    auto& from = folders_.empty() ? linked_ : folders_;
    return std::move(from.extract(from.begin()).value());
  }

  /// `path` is empty, or ends in a slash.
  void enter(const std::string& path) {
    struct stat about {};
    if (::stat((root_ / path).c_str(), &about) != 0) return fail(path, errno);
    if (!visited_.emplace(about.st_dev, about.st_ino).second) return;
    auto error = std::error_code{};
    auto entry = fs::directory_iterator{root_ / path, error};
    for (; !error && entry != fs::directory_iterator{}; entry.increment(error)) meet(path, *entry);
    if (error) fail(path, error.value());
  }

  void meet(const std::string& path, const fs::directory_entry& entry) {
    const auto name = entry.path().filename().string();
    if (hidden(name)) return;
    auto full = path + name;
    struct stat about {};
    const auto error = ::stat(entry.path().c_str(), &about) == 0 ? 0 : errno;
    const auto folder = error == 0 ? S_ISDIR(about.st_mode) : may_be_folder(entry, name, error);
    if (!folder && !names_document(name)) return;
    if (auto shown = displayable(full); shown != full) {
      found_.failed.push_back({std::move(shown), "its name is no UTF-8; rename it"});
      return;
    }
    auto ignored = std::error_code{};
    if (folder) (entry.is_symlink(ignored) ? linked_ : folders_).insert(full + "/");
    // A dangling link, say: reading it will tell what is wrong.
    else if (error != 0)
      found_.files.push_back({std::move(full), -1, -1});
    else
      found_.files.push_back({std::move(full), about.st_size, nanoseconds(about.st_mtim)});
  }

  /// What cannot be looked at is entered if it may be a folder: that tells what is wrong, and keeps what is
  /// known from below it.
  static bool may_be_folder(const fs::directory_entry& entry, const std::string& name, int error) {
    auto ignored = std::error_code{};
    if (entry.is_symlink(ignored)) return error != ENOENT && !names_document(name);
    return entry.is_directory(ignored);
  }

  void fail(const std::string& path, int error) {
    if (path.empty())
      found_.error = "DOCUMENTS_PATH " + root_.string() + " cannot be read: " + reason(error);
    else
      found_.failed.push_back({path, "the folder cannot be read: " + reason(error)});
  }

  const fs::path& root_;
  listing found_;
  std::set<std::string> folders_; ///< still to enter
  std::set<std::string> linked_;
  std::set<std::pair<dev_t, ino_t>> visited_;
};

/// Up to `most` bytes and one more, so that the caller can tell; or the error.
int read_all(int fd, std::size_t most, std::string& into) {
  auto buffer = std::string(std::size_t{64} * 1024, '\0');
  while (into.size() <= most) {
    const auto count = ::read(fd, buffer.data(), std::min(buffer.size(), most + 1 - into.size()));
    if (count == 0) return 0;
    if (count < 0 && errno != EINTR) return errno;
    if (count > 0) into.append(buffer, 0, static_cast<std::size_t>(count));
  }
  return 0;
}

int write_all(int fd, std::string_view content) {
  while (!content.empty()) {
    const auto count = ::write(fd, content.data(), content.size());
    if (count < 0 && errno != EINTR) return errno;
    if (count > 0) content.remove_prefix(static_cast<std::size_t>(count));
  }
  return 0;
}

int sync_folder(const fs::path& path) {
  const auto folder = descriptor{::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  return folder && ::fsync(folder.get()) == 0 ? 0 : errno;
}

/// The new file beside the old one, then in its place.
int replace(const fs::path& target, const std::string& content) {
  auto temporary = (target.parent_path() / ".troupe-XXXXXX").string();
  const auto file = descriptor{::mkostemp(temporary.data(), O_CLOEXEC)};
  if (!file) return errno;
  auto error = write_all(file.get(), content);
  if (error == 0 && (::fchmod(file.get(), 0644) != 0 || ::fsync(file.get()) != 0)) error = errno;
  if (error == 0 && ::rename(temporary.c_str(), target.c_str()) != 0) error = errno;
  if (error == 0) return sync_folder(target.parent_path());
  ::unlink(temporary.c_str());
  return error;
}

std::string too_large(std::size_t most) {
  return "it has more than the " + std::to_string(most)
         + " bytes of TROUPE_MAX_DOCUMENT_BYTES; split it, or raise the limit";
}

} // namespace

folder::folder(fs::path root, std::size_t max_bytes) : root_{std::move(root)}, max_bytes_{max_bytes} {}

listing folder::look() const { return walk{root_}.run(); }

std::optional<file_version> folder::read(const std::string& path) const {
  const auto full = root_ / path;
  struct stat about {};
  if (::lstat(full.c_str(), &about) != 0 && (errno == ENOENT || errno == ENOTDIR)) return std::nullopt;
  auto version = file_version{.size = -1, .modified_at = -1};
  version.fault = read_into(version, full);
  return version;
}

/// What is wrong with the file; empty if it was read.
std::string folder::read_into(file_version& version, const fs::path& full) const {
  // Without O_NONBLOCK a named pipe would wait here for its writer.
  const auto file = descriptor{::open(full.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC)};
  struct stat about {};
  if (!file || ::fstat(file.get(), &about) != 0) return "it cannot be read: " + reason(errno);
  version.size = about.st_size;
  version.modified_at = nanoseconds(about.st_mtim);
  if (!S_ISREG(about.st_mode)) return "it is no regular file";
  if (std::cmp_greater(about.st_size, max_bytes_)) return too_large(max_bytes_);
  if (const auto error = read_all(file.get(), max_bytes_, version.content); error != 0)
    return "it cannot be read: " + reason(error);
  // It has grown since.
  return version.content.size() > max_bytes_ ? too_large(max_bytes_) : std::string{};
}

bool folder::leads_through_link(const std::string& path) const {
  auto at = root_;
  auto ignored = std::error_code{};
  return std::ranges::any_of(fs::path{path}.parent_path(),
                             [&](const fs::path& name) { return fs::is_symlink(at /= name, ignored); });
}

std::string folder::write(const std::string& path, const std::string& content) const {
  const auto target = root_ / path;
  auto made = std::error_code{};
  fs::create_directories(target.parent_path(), made);
  const auto error = made ? made.value() : replace(target, content);
  return error == 0 ? std::string{} : target.string() + " cannot be written: " + reason(error);
}

std::string folder::remove(const std::string& path) const {
  const auto target = root_ / path;
  if (::unlink(target.c_str()) != 0) {
    if (errno == ENOENT || errno == ENOTDIR) return {};
    return target.string() + " cannot be removed: " + reason(errno);
  }
  const auto error = sync_folder(target.parent_path());
  return error == 0 ? std::string{} : target.string() + " cannot be removed durably: " + reason(error);
}

} // namespace troupe::knowledge
