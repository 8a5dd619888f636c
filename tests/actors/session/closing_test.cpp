#include "actors/session/closing.hpp"

#include <gtest/gtest.h>

namespace troupe::session {
namespace {

TEST(closing, comes_behind_every_event_and_is_no_turn) {
  session_record open;
  open.session_id = "ses_a";
  open.turns = 3;
  open.last_event = event_id({3, max_attempts, max_events_per_attempt});
  const auto end = closing(open, "trn_b", 9);
  EXPECT_EQ(end.session.status, session_status::closed);
  EXPECT_EQ(end.session.turns, 3U);
  EXPECT_EQ(end.session.last_active_at, 9);
  EXPECT_GT(end.session.last_event, open.last_event);
  EXPECT_EQ(end.state, turn_state::answered);
  EXPECT_EQ(end.seq, 4U);
  ASSERT_EQ(end.events.size(), 1U);
  EXPECT_EQ(end.events.front().id, end.session.last_event);
}

TEST(closing, of_a_session_without_turns_has_the_first_number) { EXPECT_EQ(closing({}, "trn_b", 9).seq, 1U); }

} // namespace
} // namespace troupe::session
