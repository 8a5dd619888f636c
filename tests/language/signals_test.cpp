#include "language/signals.hpp"
#include "language/tokens.hpp"

#include <gtest/gtest.h>

namespace troupe::language {
namespace {

const signal_finder finder{{.thanks = {"thanks", "can't thank you enough"},
                            .frustration = {"fed up", "not helpful"},
                            .resolution = {"solved", "works now"},
                            .escalation = {"real person"},
                            .demand = {"want a human"},
                            .negations = {"not", "can't", "isn't"}}};

shown_signals in(std::string_view text) { return finder.find(words(text)); }

TEST(Signals, AreWholeWords) {
  EXPECT_TRUE(in("Thanks, that was it!").thanked);
  EXPECT_FALSE(in("What a thankless task").thanked);
  EXPECT_TRUE(in("I am FED UP with this").frustrated);
  EXPECT_FALSE(in("The baby was fed upstairs").frustrated);
  EXPECT_TRUE(in("get me a real person").asked_for_human);
  EXPECT_EQ(in("unsolved, resolved"), shown_signals{});
  EXPECT_EQ(in(""), shown_signals{});
}

TEST(Signals, ThatAreNegatedAreNotShown) {
  EXPECT_FALSE(in("It is not solved").resolved);
  EXPECT_FALSE(in("This isn't really quite solved").resolved);     // three words before
  EXPECT_TRUE(in("This isn't what I asked, but solved").resolved); // four
  EXPECT_TRUE(in("Solved, not lost").resolved);
  EXPECT_TRUE(in("Not at first, no. It works now. And not solved").resolved); // once said is said
}

TEST(Signals, MayHoldANegationThemselves) {
  EXPECT_TRUE(in("I can't thank you enough").thanked);
  EXPECT_TRUE(in("that was not helpful").frustrated);
}

TEST(Signals, TellADemandFromAMention) {
  EXPECT_FALSE(in("Is there a real person behind this?").demanded_human);
  EXPECT_TRUE(in("I want a human!").demanded_human);
  EXPECT_TRUE(in("I want a human!").asked_for_human) << "who demands one asks for one";
  EXPECT_FALSE(in("I do not want a human").demanded_human);
}

TEST(Questions, AreRunsOfMarks) {
  EXPECT_EQ(count_questions(""), 0U);
  EXPECT_EQ(count_questions("No."), 0U);
  EXPECT_EQ(count_questions("Where? When?"), 2U);
  EXPECT_EQ(count_questions("Why???"), 1U);
  EXPECT_EQ(count_questions("为什么？ 什么时候？"), 2U);
  EXPECT_EQ(count_questions("?\xff?"), 2U);
}

} // namespace
} // namespace troupe::language
