#include "actors/watcher/folder_watch.hpp"

#include "telemetry/log.hpp"
#include "telemetry/threads.hpp"

#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <poll.h>
#include <set>
#include <system_error>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

namespace troupe::watcher {
namespace {

namespace fs = std::filesystem;

constexpr auto look_again_ms = 2000;
constexpr std::uint32_t watched_for = IN_CLOSE_WRITE | IN_ATTRIB | IN_CREATE | IN_DELETE | IN_MOVED_FROM
                                      | IN_MOVED_TO | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR;

std::string reason(int error) { return std::generic_category().message(error); }

/// Folders inside one, hidden ones apart. One that cannot be read has none.
std::vector<fs::path> folders_in(const fs::path& folder) {
  auto found = std::vector<fs::path>{};
  auto error = std::error_code{};
  for (auto entry = fs::directory_iterator{folder, error}; !error && entry != fs::directory_iterator{};
       entry.increment(error)) {
    auto ignored = std::error_code{};
    if (!entry->path().filename().native().starts_with('.') && entry->is_directory(ignored))
      found.push_back(entry->path());
  }
  return found;
}

} // namespace

class folder_watch::loop {
public:
  loop(int inotify, int stop, fs::path root, std::function<void()> changed)
      : inotify_{inotify}, stop_{stop}, root_{std::move(root)}, changed_{std::move(changed)} {
    thread_ = std::thread{[this] { run(); }};
  }
  ~loop() {
    ::eventfd_write(stop_, 1);
    thread_.join();
    ::close(inotify_);
    ::close(stop_);
  }
  loop(const loop&) = delete;
  loop& operator=(const loop&) = delete;

private:
  struct seen {
    bool anything = false;
    bool folders = false; ///< some have come, or gone
  };

  void run() {
    telemetry::name_thread("watch");
    for (look();;) {
      // It was not seen how a folder has changed that is watched from now on.
      if (std::exchange(missed_, root_watch_ < 0) && !missed_) changed_();
      auto ready = std::array{pollfd{inotify_, POLLIN, 0}, pollfd{stop_, POLLIN, 0}};
      ::poll(ready.data(), ready.size(), root_watch_ < 0 ? look_again_ms : -1);
      if (ready[1].revents != 0) return;
      const auto now = ready[0].revents != 0 ? read() : seen{};
      if (now.folders || root_watch_ < 0) look();
      if (now.anything) changed_();
    }
  }

  seen read() {
    auto all = seen{};
    alignas(inotify_event) std::array<char, 16384> bytes;
    const auto size = ::read(inotify_, bytes.data(), bytes.size());
    for (ssize_t at = 0; at < size;) {
      auto event = inotify_event{}; // without its name
      std::memcpy(&event, bytes.data() + at, sizeof event);
      at += static_cast<ssize_t>(sizeof event + event.len);
      all.anything = true;
      // After an overflow nobody knows.
      all.folders = all.folders || (event.mask & (IN_ISDIR | IN_IGNORED | IN_Q_OVERFLOW)) != 0;
      if (event.wd != root_watch_) continue;
      if ((event.mask & IN_MOVE_SELF) != 0) ::inotify_rm_watch(inotify_, root_watch_);
      if ((event.mask & (IN_MOVE_SELF | IN_DELETE_SELF | IN_IGNORED)) != 0) root_watch_ = -1;
    }
    return all;
  }

  /// Watches all folders; those that are watched already stay so.
  void look() {
    auto visited = std::set<std::pair<dev_t, ino_t>>{};
    auto open = std::vector{root_};
    while (!open.empty()) {
      const auto folder = std::move(open.back());
      open.pop_back();
      struct stat about {};
      if (::stat(folder.c_str(), &about) != 0 || !visited.emplace(about.st_dev, about.st_ino).second)
        continue;
      const auto watch = ::inotify_add_watch(inotify_, folder.c_str(), watched_for);
      if (watch < 0 && errno != ENOENT && errno != ENOTDIR) warn(folder, errno);
      if (open.empty() && folder == root_) root_watch_ = watch;
      for (auto& inside : folders_in(folder)) open.push_back(std::move(inside));
    }
  }

  void warn(const fs::path& folder, int error) {
    if (std::exchange(warned_, true)) return;
    log::warning("not all documents are watched; what changes elsewhere is seen at the next sync",
                 {{"folder", folder.string()},
                  {"reason",
                   error == ENOSPC ? "too many folders; raise fs.inotify.max_user_watches" : reason(error)}});
  }

  int inotify_;
  int stop_;
  fs::path root_;
  std::function<void()> changed_;
  int root_watch_ = -1; ///< below 0: the root is not watched
  bool missed_ = true;  ///< it was not
  bool warned_ = false;
  std::thread thread_;
};

folder_watch::folder_watch(fs::path root, std::function<void()> changed) {
  const auto inotify = ::inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
  const auto stop = inotify < 0 ? -1 : ::eventfd(0, EFD_CLOEXEC);
  if (stop >= 0) {
    loop_ = std::make_unique<loop>(inotify, stop, std::move(root), std::move(changed));
    return;
  }
  log::warning("the documents are not watched; changes are seen at the next sync",
               {{"reason", reason(errno)}});
  if (inotify >= 0) ::close(inotify);
}

folder_watch::~folder_watch() = default;

} // namespace troupe::watcher
