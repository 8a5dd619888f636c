#pragma once
#include <filesystem>
#include <functional>
#include <memory>

namespace troupe::watcher {

/// Hears from the kernel (inotify) when anything below a folder is written, made, moved or removed, in
/// folders made later as well. Hidden folders are passed over; a link to a folder is followed, a link to a
/// file elsewhere is not. What cannot be watched is said once in the log. A folder that is missing, or goes
/// and comes back, is looked for every other second.
class folder_watch {
public:
  /// `changed` is called in the watch's own thread, once for what comes together, and when the watch begins;
  /// what it tells of stands in the folder already.
  folder_watch(std::filesystem::path root, std::function<void()> changed);
  ~folder_watch();
  folder_watch(const folder_watch&) = delete;
  folder_watch& operator=(const folder_watch&) = delete;

private:
  class loop;
  std::unique_ptr<loop> loop_; ///< null where the kernel gives no inotify
};

} // namespace troupe::watcher
