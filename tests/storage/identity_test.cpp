#include "storage/identity.hpp"

#include <gmock/gmock.h>

#include <set>

namespace troupe::storage {
namespace {

constexpr identity::secret secret_of(unsigned char first) {
  identity::secret s{};
  s[0] = first;
  return s;
}

const identity ids{secret_of(1)};

TEST(identity, ids_are_a_prefix_and_26_characters_of_lower_case_base32) {
  for (const auto& id :
       {ids.new_session(), ids.session_for("", ""), ids.new_turn(0), ids.customer_by_external_id("1"),
        ids.customer_by_email("a@b"), ids.customer_of_session("ses_1")})
    EXPECT_THAT(id, ::testing::MatchesRegex("(ses|trn|cus)_[a-z2-7]{26}"));
}

TEST(identity, new_ids_differ) {
  std::set<std::string> seen;
  for (int i = 0; i < 1'000; ++i) seen.insert(ids.new_session());
  for (int i = 0; i < 1'000; ++i) seen.insert(ids.new_turn(1'700'000'000'000));
  EXPECT_EQ(seen.size(), 2'000u);
}

// 48 bits of milliseconds: the first nine characters hold 45 of them.
TEST(identity, turns_of_the_same_moment_share_their_beginning) {
  const auto beginning = [](std::int64_t ms) { return ids.new_turn(ms).substr(0, 4 + 9); };
  EXPECT_EQ(beginning(1'700'000'000'000), beginning(1'700'000'000'000));
  EXPECT_NE(beginning(1'700'000'000'000), beginning(1'700'000'000'008));
  EXPECT_EQ(beginning(0), "trn_aaaaaaaaa");
  EXPECT_EQ(beginning(8), "trn_aaaaaaaab");
  EXPECT_EQ(beginning((std::int64_t{1} << 48) - 1), "trn_777777777");
}

TEST(identity, a_retried_first_message_finds_its_session_and_no_other) {
  const auto session = ids.session_for("key-1", "message-1");
  EXPECT_EQ(identity{secret_of(1)}.session_for("key-1", "message-1"), session);
  EXPECT_NE(identity{secret_of(2)}.session_for("key-1", "message-1"), session);
  EXPECT_NE(ids.session_for("key-2", "message-1"), session);
  EXPECT_NE(ids.session_for("key-1", "message-2"), session);
}

TEST(identity, what_ids_are_derived_from_does_not_run_together) {
  EXPECT_NE(ids.session_for("ab", "c"), ids.session_for("a", "bc"));
  EXPECT_NE(ids.session_for("a", ""), ids.session_for("", "a"));
  EXPECT_NE(ids.customer_by_external_id("a@b"), ids.customer_by_email("a@b"));
  EXPECT_NE(ids.customer_by_external_id("ses_1"), ids.customer_of_session("ses_1"));
}

TEST(identity, addresses_are_compared_without_case) {
  EXPECT_EQ(ids.customer_by_email("Some.One@Example.ORG"), ids.customer_by_email("some.one@example.org"));
  EXPECT_NE(ids.customer_by_email("some.one@example.org"), ids.customer_by_email("someone@example.org"));
  EXPECT_NE(ids.customer_by_external_id("A"), ids.customer_by_external_id("a"));
}

} // namespace
} // namespace troupe::storage
