#include "storage/postgres/dialect.hpp"

#include <gtest/gtest.h>

namespace troupe::storage::postgres {
namespace {

TEST(Dialect, NumbersParameters) {
  EXPECT_EQ(with_numbered_parameters("SELECT 1"), "SELECT 1");
  EXPECT_EQ(with_numbered_parameters("a = ? AND b = ?"), "a = $1 AND b = $2");
  EXPECT_EQ(with_numbered_parameters("a = ?2 OR b = ?1 OR c = ?2"), "a = $2 OR b = $1 OR c = $2");
  EXPECT_EQ(with_numbered_parameters("a = '?' AND b = '''?' AND c = ?"), "a = '?' AND b = '''?' AND c = $1");
}

TEST(Dialect, NamesAPlaceWithoutItsKey) {
  EXPECT_EQ(place_of("postgresql://ann:secret@db.example:5433/troupe?sslmode=require"),
            "db.example:5433/troupe");
  EXPECT_EQ(place_of("postgres:///troupe"), "/troupe");
  EXPECT_EQ(place_of("postgresql://ann@/troupe?host=/run/postgresql"), "/troupe");
}

TEST(Dialect, KnowsWhatEndsAConnection) {
  EXPECT_TRUE(ends_connection("57P01")) << "the administrator";
  EXPECT_TRUE(ends_connection("08006"));
  EXPECT_FALSE(ends_connection("57014")) << "a statement timeout";
  EXPECT_FALSE(ends_connection("23505"));
}

} // namespace
} // namespace troupe::storage::postgres
