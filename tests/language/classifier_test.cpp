#include "language/classifier.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace troupe::language {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

classifier shop() {
  return classifier{
      {{{"refunds", intent_group::order, {"refund*", "money back"}},
        {"payment", intent_group::payment, {"charged twice", "card"}},
        {"greeting", intent_group::conversation, {"hello"}}},
       {{urgency::high, "money taken wrongly", {"charged twice"}}, {urgency::critical, "safety", {"fire"}}},
       {{{"great", 3.0}, {"bad", -2.0}, {"😡", -3.0}}, {{"very", 0.3}, {"slightly", -0.3}}, {"not"}}}};
}

TEST(Classifier, KnowsNothingOfWhatNoRuleMatches) {
  for (const auto* text : {"", "   ", "xyzzy", "\xff\xfe", "🙂"}) {
    const auto c = shop().classify(text);
    EXPECT_EQ(c.intent, unknown_intent) << text;
    EXPECT_EQ(c.in_scope, 0.0);
    EXPECT_EQ(c.confidence, 0.0);
    EXPECT_EQ(c.urgency, urgency::medium);
  }
}

TEST(Classifier, MatchesWholeWordsAndOpenEndings) {
  EXPECT_EQ(shop().classify("REFUNDS?").intent, "refunds");
  EXPECT_EQ(shop().classify("I want my money back!").intent, "refunds");
  EXPECT_EQ(shop().classify("money comes back").intent, unknown_intent);
  EXPECT_EQ(shop().classify("a cardigan").intent, unknown_intent) << "card is a whole word";
}

TEST(Classifier, CountsALongerPhraseForMore) {
  const auto c = shop().classify("hello, a refund: I was charged twice");
  EXPECT_EQ(c.intent, "payment");
  EXPECT_EQ(c.group, intent_group::payment);
  EXPECT_LT(c.confidence, shop().classify("charged twice").confidence) << "other intents match as well";
}

TEST(Classifier, TakesTheHighestUrgencyAndNamesEveryReasonOnce) {
  const auto c = shop().classify("charged twice, charged twice, and now fire");
  EXPECT_EQ(c.urgency, urgency::critical);
  EXPECT_THAT(c.urgency_reasons, ElementsAre("money taken wrongly", "safety"));
  EXPECT_EQ(shop().classify("hello").urgency, urgency::low);
  EXPECT_THAT(shop().classify("hello").urgency_reasons, IsEmpty());
}

double mood(std::string_view text) { return shop().classify(text).sentiment; }

TEST(Sentiment, TurnsWithNegationAndGrowsWithEmphasis) {
  EXPECT_EQ(mood("a kettle"), 0.0);
  EXPECT_GT(mood("great"), 0.0);
  EXPECT_LT(mood("not great"), 0.0);
  EXPECT_LT(mood("not at all great"), 0.0) << "three words back";
  EXPECT_GT(mood("not that I know of, great"), 0.0) << "further back it has no effect";
  EXPECT_GT(mood("not bad"), 0.0);
  EXPECT_GT(mood("very great"), mood("great"));
  EXPECT_LT(mood("very bad"), mood("bad"));
  EXPECT_GT(mood("slightly bad"), mood("bad"));
  EXPECT_GT(mood("great!"), mood("great"));
  EXPECT_EQ(mood("great!!!"), mood("great!!!!!!!"));
  EXPECT_LT(mood("😡"), 0.0);
}

TEST(Sentiment, StaysWithinItsRange) {
  auto endless = std::string{};
  for (auto i = 0; i < 1000; ++i) endless += "great ";
  EXPECT_LE(mood(endless), 1.0);
  EXPECT_GT(mood(endless), 0.99);
}

} // namespace
} // namespace troupe::language
