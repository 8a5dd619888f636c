#include "tests/actors/learning.hpp"

#include <gmock/gmock.h>

namespace troupe::feedback {
namespace {

using namespace std::chrono_literals;
using learning::lesson;
using learning::reward_kind;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class Collecting : public testing::Learning {
protected:
  static std::vector<std::pair<lesson::kind, std::int64_t>> outline(const std::vector<lesson>& log) {
    auto all = std::vector<std::pair<lesson::kind, std::int64_t>>{};
    for (const auto& l : log) all.emplace_back(l.what, l.turn);
    return all;
  }
  const lesson::kind learned = lesson::kind::learned;
  const lesson::kind corrected = lesson::kind::corrected;
};

TEST_F(Collecting, MakesLessonsOfASessionThatIsClosed) {
  start_learning();
  commit(turn("ses_1", 1));
  commit(turn("ses_1", 2, "direct_answer", 0.5));
  look();
  EXPECT_THAT(lessons(), IsEmpty()); // the episode is open
  end("ses_1", session_status::closed);
  look();
  const auto made = lessons();
  ASSERT_THAT(made, SizeIs(2));
  EXPECT_EQ(made[0].earned[reward_kind::satisfaction], 0.75);
  EXPECT_EQ(made[1].earned[reward_kind::satisfaction], std::nullopt);
  EXPECT_TRUE(made[1].last);
}

TEST_F(Collecting, EndsAnEpisodeByEachOfItsEnds) {
  start_learning();
  for (const auto* session : {"ses_1", "ses_2", "ses_3"}) commit(turn(session, 1));
  end("ses_1", session_status::resolved);
  end("ses_2", session_status::escalated);
  look();
  ASSERT_THAT(lessons(), SizeIs(2));
  EXPECT_EQ(lessons()[0].earned[reward_kind::resolution_success], 0.9);
  EXPECT_EQ(lessons()[1].earned[reward_kind::escalation_avoided], 0.0);
  be_silent(settings.session_end);
  EXPECT_THAT(lessons(), SizeIs(2)); // a turn that is under way may still be of the episode
  be_silent(32s);
  EXPECT_THAT(lessons(), SizeIs(3));
}

TEST_F(Collecting, ALaterMessageOpensAnotherEpisode) {
  start_learning();
  commit(turn("ses_1", 1));
  end("ses_1", session_status::resolved);
  commit(turn("ses_1", 2, "direct_answer", -1));
  end("ses_1", session_status::closed);
  look();
  ASSERT_THAT(lessons(), SizeIs(2));
  EXPECT_TRUE(lessons()[0].last);
  EXPECT_EQ(lessons()[0].earned[reward_kind::satisfaction], std::nullopt);
}

TEST_F(Collecting, JoinsFeedbackThatComesBeforeTheEnd) {
  start_learning();
  const auto answered = turn("ses_1", 1);
  commit(answered);
  judge(answered, "thumbs", 1);
  look();
  EXPECT_THAT(lessons(), IsEmpty());
  end("ses_1", session_status::closed);
  look();
  EXPECT_THAT(outline(lessons()), ElementsAre(std::pair{learned, std::int64_t{1}}));
  EXPECT_EQ(lessons()[0].earned[reward_kind::thumbs], 1.0);
}

TEST_F(Collecting, CorrectsByLateFeedbackOnceForEachChange) {
  start_learning();
  const auto one = turn("ses_1", 1);
  const auto two = turn("ses_1", 2);
  commit(one);
  commit(two);
  end("ses_1", session_status::closed);
  look();
  judge(one, "csat", 5);
  judge(two, "csat", 5); // says the same of the same episode
  judge(one, "thumbs", 0);
  look();
  EXPECT_THAT(outline(lessons()),
              ElementsAre(std::pair{learned, std::int64_t{1}}, std::pair{learned, std::int64_t{2}},
                          std::pair{corrected, std::int64_t{1}}, std::pair{corrected, std::int64_t{2}}));
  EXPECT_EQ(lessons()[2].earned[reward_kind::thumbs], 0.0);
  EXPECT_EQ(lessons()[3].earned[reward_kind::csat], 1.0);
  judge(two, "csat", 5);
  look();
  EXPECT_THAT(lessons(), SizeIs(4));
  judge(one, "thumbs", 1);
  look();
  ASSERT_THAT(lessons(), SizeIs(5));
  EXPECT_EQ(lessons()[4].before, lessons()[2].earned);
}

TEST_F(Collecting, KnowsTheOpenEpisodesAgainAfterARestart) {
  start_learning();
  commit(turn("ses_0", 1));
  commit(turn("ses_1", 1));
  end("ses_0", session_status::closed);
  look();
  kill_learning();
  commit(turn("ses_1", 2));
  start_learning(2);
  EXPECT_THAT(lessons(), SizeIs(1));
  end("ses_1", session_status::closed);
  look();
  EXPECT_THAT(outline(lessons()),
              ElementsAre(std::pair{learned, std::int64_t{1}}, std::pair{learned, std::int64_t{2}},
                          std::pair{learned, std::int64_t{3}}));
}

TEST_F(Collecting, TellsBothEndsThatItHasSeenAndSilenceOnceThoughItReadsThemAgain) {
  start_learning();
  commit(turn("ses_0", 1)); // stays open, so that everything behind is read again
  commit(turn("ses_1", 1));
  look();
  be_silent(1832s);
  ASSERT_THAT(lessons(), SizeIs(2));
  stop_learning();
  start_learning(2);
  look();
  EXPECT_THAT(lessons(), SizeIs(2));
}

TEST_F(Collecting, LosesNothingWhenEpisodesEndSoonerThanBefore) {
  start_learning();
  auto late = turn("ses_1", 2);
  late.created_at += 60'000'000;
  late.ended_at += 60'000'000;
  commit(turn("ses_0", 1));
  commit(turn("ses_1", 1));
  commit(late);
  commit(turn("ses_2", 1));
  end("ses_2", session_status::closed);
  look();
  EXPECT_THAT(lessons(), SizeIs(1));
  stop_learning();
  settings.session_end = 10s;
  start_learning(2);
  be_silent(3600s);
  EXPECT_THAT(lessons(), SizeIs(4));
}

TEST_F(Collecting, ReadsAnyNumberOfChangesAtOnce) {
  for (std::uint64_t s = 0; s < 3000; ++s) {
    commit(turn("ses_" + std::to_string(s), 1));
    end("ses_" + std::to_string(s), session_status::closed);
  }
  start_learning();
  EXPECT_THAT(lessons(), SizeIs(3000));
}

TEST_F(Collecting, GoesOnWhenTheStoreIsBack) {
  start_learning();
  stop(log_reader);
  look();
  commit(turn("ses_1", 1));
  end("ses_1", session_status::closed);
  look();
  EXPECT_THAT(lessons(), IsEmpty());
  // The supervisor gives those that stand on the store the new handles.
  stop_learning();
  close_store();
  open_store();
  start_learning();
  EXPECT_THAT(lessons(), SizeIs(1));
}

TEST_F(Collecting, IsFencedByANewerOwner) {
  start_learning(1);
  ASSERT_EQ(log->settle({"feedback", 0, {.epoch = 2, .consumed = 0, .resume = 0}, {}, 0}).code, errc::none);
  commit(turn("ses_1", 1));
  end("ses_1", session_status::closed);
  look();
  EXPECT_THAT(lessons(), IsEmpty());
}

} // namespace
} // namespace troupe::feedback
