#include "actors/gaps/group.hpp"

#include <gmock/gmock.h>

namespace troupe::gaps {
namespace {

using ::testing::ElementsAre;

given_answer asked(std::string question, timestamp at) {
  return {"trn_" + std::to_string(at), "ses_1", std::move(question), at, {}};
}

std::vector<std::string> questions(const gap& of) {
  auto all = std::vector<std::string>{};
  for (const auto& e : of.examples) all.push_back(e.question);
  return all;
}

const auto some = std::vector{asked("Do you ship to the moon?", 3), asked("Can I pay with bitcoin?", 9),
                              asked("Is shipping to the moon possible?", 5)};

TEST(Group, PutsQuestionsTogetherByTheirWords) {
  const auto found = group(some, {}, 10);
  ASSERT_EQ(found.gaps.size(), 2U);
  EXPECT_THAT(questions(found.gaps[0]), ElementsAre(some[0].question, some[2].question));
  EXPECT_EQ(found.gaps[0].count, 2U);
  EXPECT_EQ(found.gaps[0].last_at, 5);
  EXPECT_THAT(questions(found.gaps[1]), ElementsAre(some[1].question));
  EXPECT_FALSE(found.has_more);
}

TEST(Group, PutsQuestionsTogetherByTheirMeaning) {
  const auto found = group(some, {{1, 0}, {1, 0}, {0, 1}}, 10);
  ASSERT_EQ(found.gaps.size(), 2U);
  EXPECT_THAT(questions(found.gaps[0]), ElementsAre(some[0].question, some[1].question));
}

TEST(Group, SaysThatThereAreMoreThanWereAskedFor) {
  const auto found = group(some, {}, 1);
  EXPECT_EQ(found.gaps.size(), 1U);
  EXPECT_TRUE(found.has_more);
}

TEST(Group, ShowsFiveExamplesOfMany) {
  const auto many = std::vector<given_answer>(7, asked("Do you ship to the moon?", 1));
  const auto found = group(many, {}, 10);
  ASSERT_EQ(found.gaps.size(), 1U);
  EXPECT_EQ(found.gaps[0].count, 7U);
  EXPECT_EQ(found.gaps[0].examples.size(), 5U);
}

TEST(Group, HasNoGapsWithoutQuestions) { EXPECT_TRUE(group({}, {}, 10).gaps.empty()); }

} // namespace
} // namespace troupe::gaps
