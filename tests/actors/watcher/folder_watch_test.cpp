#include "actors/watcher/folder_watch.hpp"
#include "tests/support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <fstream>
#include <mutex>
#include <optional>
#include <vector>

namespace troupe::watcher {
namespace {

namespace fs = std::filesystem;

/// Counts what the watch's thread tells.
class bell {
public:
  void ring() {
    const auto held = std::lock_guard{mutex_};
    ++rung_;
    rings_.notify_all();
  }
  /// Whether it rings after what is done now; `doing` runs without any ring lost.
  template <class Action>
  bool rings_after(const Action& doing) {
    auto held = std::unique_lock{mutex_};
    const auto before = rung_;
    held.unlock();
    doing();
    held.lock();
    return rings_.wait_for(held, std::chrono::seconds{20}, [&] { return rung_ > before; });
  }

private:
  std::mutex mutex_;
  std::condition_variable rings_;
  std::size_t rung_ = 0;
};

class FolderWatch : public ::testing::Test {
protected:
  FolderWatch() { fs::create_directories(root / "shipping"); }

  /// It tells of its beginning: from then on nothing is missed.
  void begin() {
    ASSERT_TRUE(changes.rings_after([this] { watch.emplace(root, [this] { changes.ring(); }); }));
  }
  static void write(const fs::path& file) { std::ofstream{file} << "text"; }

  troupe::testing::temporary_directory directory;
  fs::path root = directory.path() / "documents";
  bell changes;
  std::optional<folder_watch> watch; ///< ends before what it rings
};

TEST_F(FolderWatch, TellsOfFilesThatAreWrittenMovedAndRemoved) {
  begin();
  EXPECT_TRUE(changes.rings_after([&] { write(root / "a.md"); }));
  EXPECT_TRUE(changes.rings_after([&] { fs::rename(root / "a.md", root / "shipping" / "b.md"); }));
  EXPECT_TRUE(changes.rings_after([&] { write(root / "shipping" / "b.md"); }));
  EXPECT_TRUE(changes.rings_after([&] { fs::remove(root / "shipping" / "b.md"); }));
}

TEST_F(FolderWatch, FollowsIntoFoldersThatAreMadeLater) {
  begin();
  EXPECT_TRUE(changes.rings_after([&] { fs::create_directory(root / "new"); }));
  EXPECT_TRUE(changes.rings_after([&] { write(root / "new" / "a.md"); }));
}

TEST_F(FolderWatch, FollowsLinksToFoldersAndEndsInALoop) {
  const auto elsewhere = directory.path() / "elsewhere";
  fs::create_directory(elsewhere);
  fs::create_directory_symlink(elsewhere, root / "linked");
  fs::create_directory_symlink(root, root / "shipping" / "loop");
  begin();
  EXPECT_TRUE(changes.rings_after([&] { write(elsewhere / "a.md"); }));
}

TEST_F(FolderWatch, TellsWhenTheFolderIsBack) {
  begin();
  EXPECT_TRUE(changes.rings_after([&] { fs::rename(root, directory.path() / "away"); }));
  EXPECT_TRUE(changes.rings_after([&] { fs::rename(directory.path() / "away", root); }));
  EXPECT_TRUE(changes.rings_after([&] { write(root / "a.md"); }));
}

TEST_F(FolderWatch, WaitsForAFolderThatIsMissing) {
  fs::remove_all(root);
  watch.emplace(root, [this] { changes.ring(); });
  EXPECT_TRUE(changes.rings_after([&] { fs::create_directory(root); }));
}

} // namespace
} // namespace troupe::watcher
