#include "learning/rewards.hpp"

#include <gtest/gtest.h>

namespace troupe::learning {
namespace {

using enum reward_kind;

episode_turn turn(signals seen = {}, double seconds = 0.5) {
  return {.turn = 1, .decided = true, .response_seconds = seconds, .seen = seen};
}

std::vector<rewards> silent(std::vector<episode_turn> turns) {
  return rewards_of(turns, episode_end::silence);
}

TEST(Rewards, OfAnAnswerComeFromTheMessageBehindIt) {
  const auto all = silent({turn({.sentiment = -1}), turn({.sentiment = 0.5, .resolved = true})});
  EXPECT_EQ(all[0][satisfaction], 0.75);
  EXPECT_EQ(all[0][resolution_success], 0.9);
  EXPECT_EQ(all[0][escalation_avoided], 0.8);
  // Nobody said how the last one was taken.
  EXPECT_EQ(all[1][satisfaction], std::nullopt);
  EXPECT_EQ(all[1][resolution_success], std::nullopt);
  EXPECT_EQ(all[1][escalation_avoided], 0.8);
  EXPECT_EQ(all[1][follow_up_reduced], 0.7);
}

TEST(Rewards, AreZeroWhereTheMessageShowsTheContrary) {
  const auto all = silent({turn(), turn({.sentiment = -1, .asked_for_human = true, .questions = 2})});
  EXPECT_EQ(all[0][satisfaction], 0.0);
  EXPECT_EQ(all[0][escalation_avoided], 0.0);
  EXPECT_EQ(all[0][resolution_success], 0.0);
  EXPECT_EQ(all[0][follow_up_reduced], 0.0);
  // The wish for a human was answer 1's; that the customer asked twice stays with the episode.
  EXPECT_EQ(all[1][escalation_avoided], 0.8);
  EXPECT_EQ(all[1][follow_up_reduced], 0.0);
}

TEST(Rewards, CountFollowUpQuestionsOverTheEpisodeWithoutItsFirstMessage) {
  const auto all = silent({turn({.questions = 5}), turn({.questions = 1}), turn({.questions = 1})});
  EXPECT_EQ(all[0][follow_up_reduced], 0.7);
  EXPECT_EQ(all[1][follow_up_reduced], 0.0);
}

TEST(Rewards, ForTimeArePaidUnderThreeSeconds) {
  const auto of = [](double seconds) { return *silent({turn({}, seconds)})[0][response_time]; };
  EXPECT_EQ(of(0), 1.0);
  EXPECT_EQ(of(2.999), 1.0);
  EXPECT_EQ(of(3), 0.0);
}

TEST(Rewards, OfTheEpisodesEndAreEveryDecisionsAlike) {
  const auto turns = std::vector{turn(), turn(), turn()};
  for (const auto& r : rewards_of(turns, episode_end::resolved)) EXPECT_EQ(r[resolution_success], 0.9);
  for (const auto& r : rewards_of(turns, episode_end::escalated)) EXPECT_EQ(r[escalation_avoided], 0.0);
  EXPECT_EQ(rewards_of(turns, episode_end::closed), silent(turns));
}

TEST(Rewards, AreNoneWithoutADecisionThoughItsMessageCounts) {
  auto turns = std::vector{turn(), turn({.sentiment = 1})};
  turns[1].decided = false;
  const auto all = silent(turns);
  EXPECT_EQ(all[0][satisfaction], 1.0);
  EXPECT_EQ(all[1], rewards{});
}

TEST(Rewards, AreAbsentWhereTheNextMessageWasNotNoted) {
  auto turns = std::vector{turn(), turn()};
  turns[1].seen.reset();
  EXPECT_EQ(silent(turns)[0][satisfaction], std::nullopt);
}

TEST(Rewards, HeedWhatPeopleSayBeforeWhatWasSeen) {
  auto turns = std::vector{turn(), turn({.resolved = true}), turn()};
  turns[0].said = {.thumbs = 0.0, .csat = 2.0, .resolved = true};
  turns[2].said = {.csat = 5.0, .resolved = false, .escalated = true};
  const auto all = silent(turns);
  EXPECT_EQ(all[0][thumbs], 0.0);
  EXPECT_EQ(all[1][thumbs], std::nullopt); // it judged one answer
  for (const auto& r : all) {
    EXPECT_EQ(r[csat], 1.0); // the last word
    EXPECT_EQ(r[resolution_success], 0.0);
    EXPECT_EQ(r[escalation_avoided], 0.0);
  }
  EXPECT_EQ(all[0].stated, 0b1101100);
  EXPECT_EQ(all[1].stated, 0b1001100);
}

TEST(Rewards, ChangeByLateFeedbackOnlyWhereItSpeaks) {
  auto before = silent({turn(), turn({.sentiment = 0.5})})[0];
  auto after = with_feedback(before, {.thumbs = 1.0}, {});
  EXPECT_EQ(after[thumbs], 1.0);
  EXPECT_EQ(after[satisfaction], before[satisfaction]);
  EXPECT_EQ(with_feedback(after, {.thumbs = 1.0}, {}), after); // a repeat changes nothing
  EXPECT_EQ(with_feedback(after, {.thumbs = 0.0}, {})[thumbs], 0.0);
  EXPECT_EQ(with_feedback(before, {}, {}), before);
}

TEST(CombinedReward, IsTheWeightedMeanOfWhatIsKnown) {
  auto weights = reward_weights{};
  weights[static_cast<std::size_t>(satisfaction)] = 1;
  weights[static_cast<std::size_t>(csat)] = 3;
  auto r = rewards{};
  EXPECT_EQ(combined(r, weights), std::nullopt);
  r.see(response_time, 1.0); // no weight
  EXPECT_EQ(combined(r, weights), std::nullopt);
  r.see(satisfaction, 0.0);
  EXPECT_EQ(combined(r, weights), 0.0);
  r.state(csat, 1.0);
  EXPECT_EQ(combined(r, weights), 0.75);
}

} // namespace
} // namespace troupe::learning
