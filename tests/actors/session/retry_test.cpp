#include "actors/session/retry.hpp"

#include <gtest/gtest.h>

namespace troupe::session {
namespace {

TEST(Fingerprint, DiffersInEveryPartAndAtEveryBorder) {
  const auto base = fingerprint("ab", {"c", "", ""});
  EXPECT_EQ(base, fingerprint("ab", {"c", "", ""}));
  EXPECT_NE(base, fingerprint("a", {"bc", "", ""}));
  EXPECT_NE(base, fingerprint("ab", {"", "c", ""}));
  EXPECT_NE(base, fingerprint("ab", {"c", "", "d"}));
}

TEST(Repetition, IsJudgedByMessageStateAndAttempts) {
  auto stored = turn_ref{};
  stored.fingerprint = "same";
  stored.state = turn_state::answered;
  EXPECT_EQ(judge(stored, "other"), repetition::conflict);
  EXPECT_EQ(judge(stored, "same"), repetition::replay);
  stored.state = turn_state::failed;
  EXPECT_EQ(judge(stored, "same"), repetition::again);
  stored.state = turn_state::accepted;
  stored.attempt = max_attempts - 1;
  EXPECT_EQ(judge(stored, "same"), repetition::again);
  stored.attempt = max_attempts;
  EXPECT_EQ(judge(stored, "same"), repetition::spent);
}

TEST(Exhausted, EndsTheRecordBehindItsLastEvent) {
  auto r = turn_record{};
  r.seq = 3;
  r.attempt = max_attempts;
  r.events = {{event_id({3, max_attempts, 4}), event_type::run_restarted, "trn_1", "", ""}};
  const auto closed = exhausted(r, 9);
  EXPECT_EQ(closed.state, turn_state::failed);
  EXPECT_EQ(closed.events.back().type, event_type::run_error);
  EXPECT_EQ(closed.events.back().id, event_id({3, max_attempts, 5}));
  EXPECT_EQ(closed.ended_at, 9);
}

} // namespace
} // namespace troupe::session
