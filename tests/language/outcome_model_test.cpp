#include "language/outcome_grams.hpp"
#include "language/outcome_model.hpp"
#include "language/outcome_training.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace troupe::language {
namespace {

using ::testing::ElementsAre;

std::vector<judged_conversation> judged() {
  auto all = std::vector<judged_conversation>{};
  for (auto i = 0; i < 10; ++i) {
    all.push_back({{{true, "where is it"}, {false, "here you are"}, {true, "perfect, bye"}}, true, false});
    all.push_back({{{true, "where is it"}, {false, "sorry, no"}, {true, "useless!"}}, false, true});
  }
  return all;
}

TEST(OutcomeGrams, SayWhoSpeaksAndKeepTheMarks) {
  const auto messages = std::vector<utterance>{{true, "Why?!"}, {false, "Sorry"}};
  EXPECT_THAT(outcome_grams(messages),
              ElementsAre("u_why", "u_?", "u_!", "a_sorry", "u_why u_?", "u_? u_!", "u_! a_sorry"));
  EXPECT_TRUE(outcome_grams({}).empty());
}

TEST(OutcomeGrams, OfTheRecentPartAreOfTheLastSixMessages) {
  const auto messages = std::vector<utterance>(8, {true, "x"});
  EXPECT_EQ(recent_part(messages).size(), 6U);
  EXPECT_EQ(recent_part(std::span{messages}.first(2)).size(), 2U);
}

TEST(OutcomeModel, LearnsWhoGotWhatTheyWantedAndWhoIsAnnoyed) {
  const auto model = outcome_model{fit_outcomes(judged())};
  const auto good = model(judged()[0].messages);
  const auto bad = model(judged()[1].messages);
  EXPECT_GT(good.resolved, 0.5);
  EXPECT_LT(good.frustrated, 0.5);
  EXPECT_LT(bad.resolved, 0.5);
  EXPECT_GT(bad.frustrated, 0.5);
}

TEST(OutcomeModel, KeepsTheGramsThatWeighMost) {
  const auto weights = fit_outcomes(judged(), 4);
  ASSERT_EQ(weights.recent.size(), 4U);
  for (const auto& gram : weights.recent)
    EXPECT_EQ(gram.text.find("u_where"), std::string::npos) << gram.text;
  EXPECT_GT(outcome_model{weights}(judged()[1].messages).frustrated, 0.5);
}

TEST(OutcomeModel, LeavesOutWhatNobodyJudged) {
  auto all = judged();
  for (auto& one : all) one.frustrated.reset();
  const auto said = outcome_model{fit_outcomes(all)}(all[0].messages);
  EXPECT_GT(said.resolved, 0.5);
  EXPECT_EQ(said.frustrated, 0.5);
}

TEST(OutcomeModel, HearsTheKeywordsOfTheLastCustomerMessageAlone) {
  const auto model = outcome_model{{}};
  const auto after = [&](std::vector<utterance> messages) { return model(messages); };
  EXPECT_EQ(after({}).resolved, 0.5);
  EXPECT_GT(after({{true, "Thanks!"}, {false, "bye"}}).resolved, 0.5);
  EXPECT_EQ(after({{true, "thanks"}, {true, "and now?"}}).resolved, 0.5);
  EXPECT_EQ(after({{false, "thanks"}}).resolved, 0.5);
  EXPECT_EQ(after({{true, "thankless"}}).resolved, 0.5);
  EXPECT_GT(after({{true, "I am angry"}}).frustrated, 0.5);
  EXPECT_LT(after({{true, "I am angry"}}).resolved, 0.5);
}

} // namespace
} // namespace troupe::language
