#include "storage/succession.hpp"

#include <gtest/gtest.h>

namespace troupe::storage {
namespace {

TEST(succession, an_open_turn_takes_its_own_attempt_and_later_ones) {
  EXPECT_FALSE(may_follow(turn_state::accepted, 2, 1));
  EXPECT_TRUE(may_follow(turn_state::accepted, 2, 2));
  EXPECT_TRUE(may_follow(turn_state::accepted, 2, 3));
}

TEST(succession, a_failed_turn_takes_later_attempts_only) {
  EXPECT_FALSE(may_follow(turn_state::failed, 2, 2));
  EXPECT_TRUE(may_follow(turn_state::failed, 2, 3));
}

TEST(succession, a_turn_that_ended_otherwise_takes_none) {
  EXPECT_FALSE(may_follow(turn_state::answered, 1, 2));
  EXPECT_FALSE(may_follow(turn_state::superseded, 1, 2));
}

} // namespace
} // namespace troupe::storage
