#include "storage/postgres/database.hpp"
#include "storage/postgres/open.hpp"
#include "storage/postgres/schema.hpp"
#include "storage/sql/transaction.hpp"
#include "storage/sql/writer.hpp"
#include "tests/storage/postgres/server.hpp"
#include "tests/storage/sample.hpp"

#include <gmock/gmock.h>

#include <future>

/// libpqxx 6.4 forgets the result of a statement in which it finds that the connection is lost.
extern "C" const char* __lsan_default_suppressions() {
  return "leak:libpqxx";
} // NOLINT(*-reserved-identifier)

namespace troupe::storage::postgres {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

std::string reason(const std::function<void()>& fails) {
  try {
    fails();
  } catch (const error& e) {
    return e.what();
  }
  return "it did not fail";
}

class postgres_database : public ::testing::Test {
protected:
  /// Ends another connection, as an administrator would.
  void cut(database& victim) {
    auto row = victim.query("SELECT pg_backend_pid()");
    ASSERT_TRUE(row.next());
    const auto pid = row.integer(0);
    auto ended = other.query("SELECT pg_terminate_backend(CAST(? AS INTEGER), 5000)", pid);
    ASSERT_TRUE(ended.next());
    ASSERT_EQ(ended.integer(0), 1);
  }

  options at{.url = testing::empty_postgres_database()};
  database db{at};
  database other{at};
};

TEST_F(postgres_database, keeps_every_kind_of_value) {
  db.script("CREATE TABLE kept(i BIGINT, r DOUBLE PRECISION, t TEXT, b BYTEA, n BIGINT)");
  const auto blob = std::vector<std::uint8_t>{0, 1, 0xff, '\\', '\''};
  db.run("INSERT INTO kept VALUES (?, ?, ?, ?, ?)", std::numeric_limits<std::int64_t>::min(), 0.1,
         "it's $1 \\ \u00e9", sql::bytes{blob}, std::optional<std::int64_t>{});
  auto row = db.query("SELECT i, r, t, b, n, n IS NULL, b FROM kept");
  ASSERT_TRUE(row.next());
  EXPECT_EQ(row.integer(0), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(row.real(1), 0.1);
  EXPECT_EQ(row.text(2), "it's $1 \\ \u00e9");
  EXPECT_TRUE(std::ranges::equal(row.blob(3), blob));
  EXPECT_TRUE(row.null(4));
  EXPECT_EQ(row.integer(4), 0);
  EXPECT_EQ(row.integer(5), 1);
  EXPECT_EQ(row.text(6).size(), blob.size());
  EXPECT_FALSE(row.next());
}

TEST_F(postgres_database, replaces_what_its_texts_cannot_hold) {
  auto row = db.query("SELECT CAST(? AS TEXT)", std::string_view{"a\0b\xff", 4});
  ASSERT_TRUE(row.next());
  EXPECT_EQ(row.text(0), "a\ufffdb\ufffd");
}

TEST_F(postgres_database, reconnects_where_nothing_was_begun) {
  cut(db);
  auto row = db.query("SELECT 7");
  ASSERT_TRUE(row.next());
  EXPECT_EQ(row.integer(0), 7);
  cut(db);
  sql::transaction unit{db};
  unit.commit();
}

TEST_F(postgres_database, loses_the_transaction_with_the_connection) {
  db.script("CREATE TABLE kept(i BIGINT)");
  {
    sql::transaction unit{db};
    db.run("INSERT INTO kept VALUES (1)");
    cut(db);
    EXPECT_THROW(db.run("INSERT INTO kept VALUES (2)"), error);
    EXPECT_THROW(db.run("INSERT INTO kept VALUES (3)"), error) << "no half of it in another connection";
  }
  auto row = db.query("SELECT count(*) FROM kept");
  ASSERT_TRUE(row.next());
  EXPECT_EQ(row.integer(0), 0);
}

TEST_F(postgres_database, does_not_know_of_a_commit_that_it_lost) {
  sql::transaction unit{db};
  cut(db);
  EXPECT_THROW(unit.commit(), storage::in_doubt);
}

TEST_F(postgres_database, lets_one_write_at_a_time) {
  db.script("CREATE TABLE kept(i BIGINT)");
  auto first = std::make_optional<sql::transaction>(db);
  auto second = std::async(std::launch::async, [&] {
    sql::transaction unit{other};
    auto row = other.query("SELECT count(*) FROM kept");
    EXPECT_TRUE(row.next());
    return row.integer(0);
  });
  db.run("INSERT INTO kept VALUES (1)");
  first->commit();
  first.reset();
  EXPECT_EQ(second.get(), 1) << "it waited, and saw what was committed meanwhile";
}

TEST_F(postgres_database, names_what_where_and_why_and_tells_no_password) {
  EXPECT_THAT(reason([&] { db.run("SELECT * FROM nowhere"); }),
              AllOf(HasSubstr("postgresql"), HasSubstr("nowhere"), HasSubstr("42P01")));
  EXPECT_THAT(
      reason([] { database{{.url = "postgresql://ann:secret@127.0.0.1:1/troupe"}}.script("SELECT 1"); }),
      AllOf(HasSubstr("127.0.0.1:1/troupe"), HasSubstr("see that the server runs"),
            Not(HasSubstr("secret"))));
}

TEST_F(postgres_database, ends_what_takes_too_long) {
  auto hasty = database{{.url = at.url, .statement_timeout = std::chrono::milliseconds{20}}};
  EXPECT_THAT(reason([&] { hasty.run("SELECT pg_sleep(60)"); }), HasSubstr("statement timeout"));
}

TEST_F(postgres_database, is_opened_again_with_the_same_secret_and_another_epoch) {
  const auto first = open(at);
  const auto second = open(at);
  EXPECT_LT(first.epoch, second.epoch);
  EXPECT_EQ(first.secret, second.secret);
}

TEST_F(postgres_database, of_a_newer_program_is_refused) {
  EXPECT_THAT(reason([&] { static_cast<void>(connect(at)); }), HasSubstr("start `troupe serve` once"));
  static_cast<void>(open(at));
  db.run("INSERT INTO schema_version(version) VALUES (1000)");
  EXPECT_THAT(reason([&] { static_cast<void>(open(at)); }), HasSubstr("newer Troupe"));
  EXPECT_THAT(reason([&] { static_cast<void>(connect(at)); }), HasSubstr("newer Troupe"));
}

TEST_F(postgres_database, fences_the_earlier_of_two_owners) {
  auto earlier = open(at);
  auto later = open(at);
  auto one = sql::writer{connect(at)};
  auto two = sql::writer{connect(at)};
  auto turn = sample::answered("ses_a", 1);
  turn.session.epoch = later.epoch;
  EXPECT_EQ(two.commit({&turn, 1}).at(0).code, errc::none);
  auto next = sample::answered("ses_a", 2);
  next.session.epoch = earlier.epoch;
  EXPECT_EQ(one.commit({&next, 1}).at(0).code, errc::fenced);
}

} // namespace
} // namespace troupe::storage::postgres
