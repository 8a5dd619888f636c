#include "learning/episodes.hpp"

#include <gmock/gmock.h>

namespace troupe::learning {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr std::int64_t silence = 1800;
constexpr std::int64_t grace = 30;
constexpr std::size_t any = 100;

class OpenEpisodes : public ::testing::Test {
protected:
  /// The message at `asked`, its answer two later.
  std::optional<episode> answer(std::int64_t session, std::uint64_t seq, std::int64_t asked) {
    return open.read(
        {.id = ++id, .session = session, .seq = seq, .turn = 1, .asked_at = asked, .ended_at = asked + 2});
  }
  std::optional<episode> end(std::int64_t session, episode_end how) {
    return open.read({.id = ++id, .what = log_entry::kind::session_ended, .session = session, .how = how});
  }

  open_episodes open{silence, grace};
  std::uint64_t id = 0;
};

TEST_F(OpenEpisodes, EndWithTheirSession) {
  answer(1, 1, 0);
  answer(2, 1, 0);
  answer(1, 2, 10);
  EXPECT_EQ(end(1, episode_end::closed), (episode{1, 1, 2, episode_end::closed}));
  EXPECT_EQ(end(2, episode_end::escalated), (episode{2, 1, 1, episode_end::escalated}));
  EXPECT_EQ(end(2, episode_end::closed), std::nullopt); // it has ended already
  EXPECT_EQ(open.size(), 0U);
}

TEST_F(OpenEpisodes, OpenAnewWithALaterMessage) {
  answer(1, 1, 0);
  end(1, episode_end::resolved);
  answer(1, 2, 5);
  EXPECT_EQ(end(1, episode_end::closed), (episode{1, 2, 2, episode_end::closed}));
}

TEST_F(OpenEpisodes, EndBySilenceBeforeAMessageThatComesTooLate) {
  answer(1, 1, 0);
  EXPECT_EQ(answer(1, 2, 2 + silence), std::nullopt);
  EXPECT_EQ(answer(1, 3, 4 + silence + silence + 1), (episode{1, 1, 2, episode_end::silence}));
  EXPECT_EQ(end(1, episode_end::closed), (episode{1, 3, 3, episode_end::closed}));
}

TEST_F(OpenEpisodes, EndBySilenceWhenTheirTimeIsOverButNotBeforeALateTurnCanHaveTold) {
  answer(2, 1, 0);
  answer(1, 1, 1);
  EXPECT_THAT(open.expire(2 + silence + grace, any), IsEmpty());
  EXPECT_THAT(open.expire(2 + silence + grace + 1, any), ElementsAre(episode{2, 1, 1, episode_end::silence}));
  EXPECT_THAT(open.expire(2 + silence + grace + 1, any), IsEmpty());
  EXPECT_THAT(open.expire(3 + silence + grace + 1, any), ElementsAre(episode{1, 1, 1, episode_end::silence}));
}

TEST_F(OpenEpisodes, LiveOnWithEveryMessage) {
  answer(1, 1, 0);
  answer(1, 2, silence);
  EXPECT_THAT(open.expire(silence + grace + 100, any), IsEmpty());
  EXPECT_THAT(open.expire(2 * silence + grace + 3, any), ElementsAre(episode{1, 1, 2, episode_end::silence}));
}

TEST_F(OpenEpisodes, ExpireInTheOrderInWhichTheyBeganAFewAtATime) {
  for (std::int64_t session = 1; session <= 5; ++session) answer(session, 1, 100 - session);
  EXPECT_THAT(open.expire(10'000, 3), SizeIs(3));
  const auto rest = open.expire(10'000, 3);
  ASSERT_THAT(rest, SizeIs(2));
  EXPECT_LT(rest[0].session, rest[1].session);
}

TEST_F(OpenEpisodes, KnowWhereToBeginReadingAgain) {
  EXPECT_EQ(open.oldest(), 0U);
  answer(1, 1, 0);
  answer(2, 1, 0);
  answer(1, 2, 0);
  EXPECT_EQ(open.oldest(), 1U);
  end(1, episode_end::closed);
  EXPECT_EQ(open.oldest(), 2U);
  end(2, episode_end::closed);
  EXPECT_EQ(open.oldest(), 0U);
}

TEST_F(OpenEpisodes, TakeATurnThatIsAnsweredLateWhereItStands) {
  answer(1, 2, 10);
  answer(1, 1, 0); // failed at first
  EXPECT_EQ(end(1, episode_end::closed), (episode{1, 1, 2, episode_end::closed}));
}

TEST_F(OpenEpisodes, DoNotHeedFeedback) {
  EXPECT_EQ(open.read({.id = 1, .what = log_entry::kind::feedback_given, .turn = 1}), std::nullopt);
  EXPECT_EQ(open.size(), 0U);
}

} // namespace
} // namespace troupe::learning
