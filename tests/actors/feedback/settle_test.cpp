#include "actors/feedback/settle.hpp"

#include <gmock/gmock.h>

namespace troupe::feedback {
namespace {

using learning::episode_end;
using learning::lesson;
using learning::reward_kind;
using ::testing::IsEmpty;
using ::testing::SizeIs;

learning::episode_turn turn(std::int64_t id, bool decided = true, bool learned = false) {
  return {.turn = id, .decided = decided, .learned = learned, .seen = learning::signals{}};
}

learning::learned_turn learned(std::int64_t id, learning::feedback said = {}) {
  auto l = lesson{.number = static_cast<std::uint64_t>(id), .turn = id};
  l.earned.see(reward_kind::escalation_avoided, 0.8);
  return {l, said};
}

TEST(Lessons, AreTheDecisionsOfAnEpisodeInTheirOrder) {
  const auto made =
      lessons_of(std::vector{turn(1), turn(2, false), turn(3), turn(4, false)}, episode_end::silence);
  ASSERT_THAT(made, SizeIs(2));
  EXPECT_EQ(made[0].turn, 1);
  EXPECT_FALSE(made[0].last);
  EXPECT_EQ(made[1].turn, 3);
  EXPECT_TRUE(made[1].last);
}

TEST(Lessons, AreLearnedOnce) {
  const auto made = lessons_of(std::vector{turn(1, true, true), turn(2)}, episode_end::closed);
  ASSERT_THAT(made, SizeIs(1));
  EXPECT_EQ(made[0].turn, 2);
  EXPECT_THAT(lessons_of(std::vector{turn(1, true, true)}, episode_end::closed), IsEmpty());
  EXPECT_THAT(lessons_of({}, episode_end::closed), IsEmpty());
}

TEST(Corrections, OfOneAnswerAreItsOwn) {
  const auto made = corrections_of(std::vector{learned(1), learned(2, {.thumbs = 1.0})});
  ASSERT_THAT(made, SizeIs(1));
  EXPECT_EQ(made[0].turn, 2);
  EXPECT_EQ(made[0].number, 2U);
  EXPECT_EQ(made[0].what, lesson::kind::corrected);
  EXPECT_EQ(made[0].earned[reward_kind::thumbs], 1.0);
  EXPECT_EQ(made[0].earned[reward_kind::escalation_avoided], 0.8);
}

TEST(Corrections, OfTheEpisodeAreEveryDecisions) {
  const auto made = corrections_of(std::vector{learned(1, {.escalated = true}), learned(2)});
  ASSERT_THAT(made, SizeIs(2));
  for (const auto& l : made) EXPECT_EQ(l.earned[reward_kind::escalation_avoided], 0.0);
}

TEST(Corrections, AreNoneWhereNothingChanges) {
  EXPECT_THAT(corrections_of(std::vector{learned(1), learned(2)}), IsEmpty());
  auto known = learned(1, {.csat = 5});
  known.in_force.earned.state(reward_kind::csat, 1.0);
  EXPECT_THAT(corrections_of(std::vector{known}), IsEmpty());
}

} // namespace
} // namespace troupe::feedback
