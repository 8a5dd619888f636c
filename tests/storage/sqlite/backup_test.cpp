#include "storage/sqlite/backup.hpp"
#include "storage/sqlite/open.hpp"
#include "storage/sqlite/reader.hpp"
#include "storage/sqlite/writer.hpp"
#include "tests/storage/sample.hpp"
#include "tests/support/temporary_directory.hpp"

#include <gmock/gmock.h>

#include <fstream>

namespace troupe::storage::sqlite {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class Backup : public ::testing::Test {
protected:
  static std::string refusal(const std::function<void()>& action) {
    try {
      action();
      return "";
    } catch (const error& e) {
      return e.what();
    }
  }
  static std::vector<std::string> files_in(const fs::path& folder) {
    auto names = std::vector<std::string>{};
    for (const auto& entry : fs::directory_iterator{folder}) names.push_back(entry.path().filename());
    std::ranges::sort(names);
    return names;
  }
  void remember(const std::string& path) {
    auto changed = document_record{};
    changed.path = path;
    writer{database_file(data)}.update(std::vector{changed}, {});
  }
  static std::size_t documents(const fs::path& data_dir) {
    return reader{database_file(data_dir)}.documents().size();
  }

  testing::temporary_directory directory;
  fs::path data = directory.path() / "data";
  fs::path copy = directory.path() / "copy";
  fs::path other = directory.path() / "other";
};

TEST_F(Backup, HoldsOneMomentBesideTheWriterAndComesBackAsItWas) {
  const auto held = open(data);
  auto writing = writer{held.file};
  remember("before.md");
  back_up(data, copy);
  remember("after.md");
  restore(copy, other);
  EXPECT_EQ(documents(other), 1U);
  EXPECT_EQ(documents(data), 2U);
  EXPECT_EQ(fs::status(copy).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(fs::status(database_file(other)).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  const auto again = open(other);
  EXPECT_GT(again.epoch, held.epoch);
  EXPECT_EQ(again.secret, held.secret);
}

TEST_F(Backup, OverwritesNothing) {
  (void)open(data);
  std::ofstream{copy} << "somebody's";
  EXPECT_THAT(refusal([&] { back_up(data, copy); }), HasSubstr("is there already"));
  EXPECT_EQ(fs::file_size(copy), 10U);
  fs::remove(copy);
  back_up(data, copy);
  EXPECT_THAT(refusal([&] { restore(copy, data); }), HasSubstr("move it away"));
}

TEST_F(Backup, RefusesADirectoryInUse) {
  (void)open(data);
  back_up(data, copy);
  fs::create_directory(other);
  const auto held = directory_lock{other};
  EXPECT_THROW(restore(copy, other), directory_locked);
}

TEST_F(Backup, LeavesNothingOfADamagedOne) {
  (void)open(data);
  remember("one.md");
  back_up(data, copy);
  fs::resize_file(copy, fs::file_size(copy) / 2);
  EXPECT_NE(refusal([&] { restore(copy, other); }), "");
  std::ofstream{copy}
      << "no database, whatever it is called, but text that is longer than a header of a hundred bytes is";
  EXPECT_NE(refusal([&] { restore(copy, other); }), "");
  fs::resize_file(copy, 0);
  EXPECT_THAT(refusal([&] { restore(copy, other); }), HasSubstr("no database of Troupe"));
  EXPECT_THAT(refusal([&] { restore(directory.path() / "none", other); }), HasSubstr("is no file"));
  EXPECT_FALSE(fs::exists(database_file(other)));
  EXPECT_EQ(files_in(other).size(), 1U) << "the lock";
}

TEST_F(Backup, NeedsADatabaseAndRoomForTheCopy) {
  EXPECT_THAT(refusal([&] { back_up(data, copy); }), HasSubstr("is no file"));
  EXPECT_FALSE(fs::exists(data)) << "a mistaken folder stays what it was";
  (void)open(data);
  EXPECT_NE(refusal([&] { back_up(data, directory.path() / "no" / "copy"); }), "");
}

} // namespace
} // namespace troupe::storage::sqlite
