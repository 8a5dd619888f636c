#include "storage/sql/transaction.hpp"
#include "storage/sqlite/open.hpp"
#include "storage/sqlite/reader.hpp"
#include "storage/sqlite/writer.hpp"
#include "tests/storage/sample.hpp"
#include "tests/support/temporary_directory.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <unistd.h>

namespace troupe::storage::sqlite {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;

std::string reason(const std::function<void()>& action) {
  try {
    action();
    return "";
  } catch (const error& e) {
    return e.what();
  }
}

class open_store : public ::testing::Test {
protected:
  std::string refusal() {
    return reason([this] { (void)open(directory.path()); });
  }
  fs::path file() const { return database_file(directory.path()); }
  void set_version(int version) {
    database{file(), access::read_write, {}}.script("PRAGMA user_version = " + std::to_string(version));
  }

  testing::temporary_directory directory;
};

TEST_F(open_store, makes_the_directory_for_its_owner_alone) {
  const auto deep = directory.path() / "a" / "b";
  const auto store = open(deep);
  EXPECT_EQ(store.file, deep / "troupe.db");
  EXPECT_EQ(fs::status(deep).permissions(), fs::perms::owner_all);
  EXPECT_EQ(fs::status(store.file).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(open_store, every_start_has_a_new_epoch_and_the_same_secret) {
  const auto secret = open(directory.path()).secret;
  EXPECT_NE(secret, identity::secret{});
  const auto second = open(directory.path());
  EXPECT_EQ(second.epoch, 2u);
  EXPECT_EQ(second.secret, secret);
}

TEST_F(open_store, databases_have_secrets_of_their_own) {
  const testing::temporary_directory other;
  EXPECT_NE(open(directory.path()).secret, open(other.path()).secret);
}

TEST_F(open_store, keeps_what_an_earlier_start_committed) {
  const auto turn = sample::answered("ses_a", 1);
  {
    const auto store = open(directory.path());
    EXPECT_EQ(writer{store.file}.commit({&turn, 1}).at(0).code, errc::none);
  }
  const auto store = open(directory.path());
  EXPECT_EQ(reader{store.file}.record("ses_a", 1), turn);
}

TEST_F(open_store, is_refused_while_another_holds_the_lock) {
  {
    const auto first = open(directory.path());
    EXPECT_THAT(refusal(),
                AllOf(HasSubstr(directory.path().string()), HasSubstr("locked by another Troupe"),
                      HasSubstr("pid " + std::to_string(::getpid())), HasSubstr("TROUPE_DATA_DIR")));
  }
  EXPECT_EQ(refusal(), "");
}

TEST_F(open_store, tells_who_finds_it_locked_where_the_holder_serves) {
  auto holder = sqlite::open(directory.path());
  const auto served_at = [&] {
    try {
      (void)sqlite::open(directory.path());
    } catch (const sqlite::directory_locked& locked) {
      return locked.served_at();
    }
    return std::string{"not locked"};
  };
  EXPECT_EQ(served_at(), "");
  holder.lock.announce("http://[::1]:8000");
  EXPECT_EQ(served_at(), "http://[::1]:8000");
}

TEST_F(open_store, releases_the_lock_when_it_fails) {
  (void)open(directory.path());
  set_version(1'000);
  EXPECT_THAT(refusal(), HasSubstr("1000"));
  EXPECT_THAT(refusal(), ::testing::Not(HasSubstr("locked")));
}

TEST_F(open_store, a_newer_schema_is_refused_and_left_alone) {
  (void)open(directory.path());
  set_version(1'000);
  EXPECT_THAT(refusal(), AllOf(HasSubstr("schema version 1000"), HasSubstr("newer Troupe")));
  EXPECT_THAT(reason([this] { reader{file()}; }), HasSubstr("schema version 1000"));
  database db{file(), access::read_only, {}};
  auto version = db.query("PRAGMA user_version");
  ASSERT_TRUE(version.next());
  EXPECT_EQ(version.integer(0), 1'000);
}

/// What came with the third schema and those after it, undone.
constexpr auto back_to_the_second =
    "DROP TABLE graph_links; DROP TABLE graph_sessions; DROP TABLE graph_customers; "
    "ALTER TABLE sessions DROP COLUMN erased; DROP INDEX sessions_by_customer; DROP INDEX customers_by_age; "
    "ALTER TABLE turns DROP COLUMN burst; DROP TABLE embeddings; ALTER TABLE promotions DROP COLUMN reason; "
    "ALTER TABLE promotions DROP COLUMN "
    "position; "
    "DROP INDEX sessions_by_thread; ALTER TABLE sessions DROP COLUMN thread; DROP INDEX sessions_by_status; "
    "ALTER TABLE sessions DROP COLUMN escalated_for; ALTER TABLE sessions DROP COLUMN summary; "
    "ALTER TABLE sessions DROP COLUMN offered; ALTER TABLE sessions DROP COLUMN unsupported; "
    "PRAGMA user_version = 2";
constexpr auto back_to_the_first =
    "DROP VIEW rewards; DROP TABLE lessons; DROP TABLE consumers; DROP TABLE checkpoints; "
    "DROP TABLE promotions; PRAGMA user_version = 1";

TEST_F(open_store, brings_an_earlier_schema_up_to_date_with_all_that_it_holds) {
  const auto turn = sample::answered("ses_a", 1);
  {
    const auto store = open(directory.path());
    writer{store.file}.commit({&turn, 1});
  }
  for (const auto& undone :
       {std::vector{back_to_the_second}, std::vector{back_to_the_second, back_to_the_first}}) {
    for (const auto* sql : undone) database{file(), access::read_write, {}}.script(sql);
    const auto store = open(directory.path());
    reader reading{store.file};
    EXPECT_EQ(reading.record("ses_a", 1), turn);
    EXPECT_EQ(reading.changes(0, 10).entries.size(), 1U);
    EXPECT_EQ(reading.head(), learning::lesson_head{});
    EXPECT_TRUE(reading.embeddings("any").empty());
  }
}

TEST_F(open_store, readers_refuse_a_schema_that_was_not_brought_up_to_date) {
  (void)open(directory.path());
  set_version(0);
  EXPECT_THAT(reason([this] { reader{file()}; }), HasSubstr("bring it up to date"));
}

TEST_F(open_store, a_file_that_is_no_database_is_refused_and_left_alone) {
  const std::string text(5'000, 'x');
  std::ofstream{file()} << text;
  EXPECT_THAT(refusal(), AllOf(HasSubstr(file().string()), HasSubstr("not a database"), HasSubstr("backup")));
  std::ifstream stream{file()};
  EXPECT_EQ((std::string{std::istreambuf_iterator<char>{stream}, {}}), text);
}

TEST_F(open_store, a_directory_that_is_a_file_is_refused) {
  const auto path = directory.path() / "file";
  std::ofstream{path} << "x";
  for (const auto& bad : {path, path / "below"})
    EXPECT_THAT(reason([&] { (void)open(bad); }),
                AllOf(HasSubstr(bad.string()), HasSubstr("TROUPE_DATA_DIR")));
}

TEST_F(open_store, a_directory_that_cannot_be_written_is_refused) {
  if (::geteuid() == 0) GTEST_SKIP() << "permissions do not bind root";
  fs::permissions(directory.path(), fs::perms::owner_read | fs::perms::owner_exec);
  EXPECT_THAT(refusal(), AllOf(HasSubstr(directory.path().string()), HasSubstr("Permission denied"),
                               HasSubstr("TROUPE_DATA_DIR")));
  fs::permissions(directory.path(), fs::perms::owner_all);
}

TEST_F(open_store, a_kernel_file_system_that_takes_no_files_is_refused) {
  EXPECT_THAT(reason([] { (void)open("/proc/self"); }),
              AllOf(HasSubstr("/proc/self"), HasSubstr("TROUPE_DATA_DIR")));
}

TEST_F(open_store, tools_read_beside_a_running_writer) {
  const auto store = open(directory.path());
  writer writing{store.file};
  reader tool{store.file};
  for (std::uint64_t seq = 1; seq <= 3; ++seq) {
    const auto turn = sample::answered("ses_a", seq);
    writing.commit({&turn, 1});
    EXPECT_EQ(tool.record("ses_a", seq), turn);
  }
}

// 64 MiB is where commits begin the log anew; what one transaction writes comes on top.
TEST_F(open_store, the_log_stays_bounded_though_nobody_else_copies_it) {
  const options quick{.durable = false};
  const auto store = open(directory.path(), quick);
  writer writing{store.file, quick};
  for (std::uint64_t seq = 1; seq <= 160; ++seq) {
    auto turn = sample::answered("ses_a", seq);
    turn.message = std::string(1'000'000, 'x');
    ASSERT_EQ(writing.commit({&turn, 1}).at(0).code, errc::none);
  }
  EXPECT_LT(fs::file_size(store.file.string() + "-wal"), 80u << 20);
}

TEST_F(open_store, a_reader_makes_no_database) {
  EXPECT_THAT(reason([this] { reader{file()}; }), HasSubstr("unable to open database file"));
  EXPECT_FALSE(fs::exists(file()));
}

TEST_F(open_store, a_writer_that_waits_too_long_for_a_lock_says_so_and_works_again) {
  const auto store = open(directory.path());
  writer writing{store.file, {.busy_timeout = std::chrono::milliseconds{0}}};
  const auto turn = sample::answered("ses_a", 1);
  {
    database other{store.file, access::read_write, {}};
    sql::transaction unit{other};
    EXPECT_THAT(reason([&] {
                  writing.commit({&turn, 1});
                }),
                AllOf(HasSubstr("database is locked"), HasSubstr("another")));
  }
  EXPECT_EQ(writing.commit({&turn, 1}).at(0).code, errc::none);
}

TEST_F(open_store, a_damaged_page_is_an_error_that_says_so) {
  const auto turn = sample::answered("ses_a", 1);
  {
    const auto store = open(directory.path());
    writer{store.file}.commit({&turn, 1});
  }
  const auto size = fs::file_size(file());
  {
    std::fstream stream{file(), std::ios::in | std::ios::out | std::ios::binary};
    stream.seekp(4'096);
    stream << std::string(size - 4'096, '\x5a');
  }
  EXPECT_THAT(reason([this] { reader{file()}.record("ses_a", 1); }),
              AllOf(HasSubstr("malformed"), HasSubstr("backup")));
}

} // namespace
} // namespace troupe::storage::sqlite
