#include "language/classifier.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace troupe::language {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

classifier shop() {
  return classifier{
      {{{"refunds",
         intent_group::order,
         {"how do i get a refund", "i want my money back", "refund please", "is my refund paid", "refunds"}},
        {"payment",
         intent_group::payment,
         {"i was charged twice", "my card was charged", "charged two times", "card declined", "charged"}},
        {"greeting",
         intent_group::conversation,
         {"hello", "hello there", "well hello", "hello you", "hello all"}}},
       {{urgency::high, "money taken wrongly", {"charged twice"}}, {urgency::critical, "safety", {"fire"}}},
       {{urgency::medium, {"how do i get a refund", "how do i get my refund", "how do i return it"}},
        {urgency::high,
         {"the wedding is on saturday", "the wedding is on sunday", "our wedding is on friday"}}},
       {{{"great", 3.0}}, {}, {"not"}},
       {}}};
}

TEST(Classifier, KnowsNothingOfWhatIsLikeNoExample) {
  for (const auto* text : {"", "   ", "漢字", "\xff\xfe", "🙂"}) {
    const auto c = shop().classify(text);
    EXPECT_EQ(c.intent, unknown_intent) << text;
    EXPECT_EQ(c.in_scope, 0.0);
    EXPECT_EQ(c.confidence, 0.0);
    EXPECT_EQ(c.urgency, urgency::medium);
  }
}

TEST(Classifier, FindsTheIntentAndItsGroup) {
  const auto c = shop().classify("CHARGED twice?");
  EXPECT_EQ(c.intent, "payment");
  EXPECT_EQ(c.group, intent_group::payment);
  EXPECT_EQ(shop().classify("I want my money back!").intent, "refunds");
}

TEST(Classifier, CallsWhatIsOutOfScopeUnknown) {
  const auto c = shop().classify("will it rain in lisbon");
  EXPECT_LT(c.in_scope, 0.5);
  EXPECT_EQ(c.intent, unknown_intent);
  EXPECT_EQ(c.group, intent_group::other);
}

TEST(Classifier, WorksWithoutTables) {
  const auto c = classifier{{}}.classify("hello");
  EXPECT_EQ(c.intent, unknown_intent);
  EXPECT_EQ(c.sentiment, 0.0);
}

TEST(Classifier, TakesTheHighestUrgencyAndNamesEveryReasonOnce) {
  const auto c = shop().classify("charged twice, charged twice, and now fire");
  EXPECT_EQ(c.urgency, urgency::critical);
  EXPECT_THAT(c.urgency_reasons, ElementsAre("money taken wrongly", "safety"));
  EXPECT_EQ(shop().classify("hello").urgency, urgency::low);
  EXPECT_THAT(shop().classify("hello").urgency_reasons, IsEmpty());
}

TEST(Classifier, RaisesTheUrgencyOfWhatReadsLikeUrgentMessages) {
  const auto c = shop().classify("the wedding is on saturday already");
  EXPECT_EQ(c.urgency, urgency::high);
  EXPECT_THAT(c.urgency_reasons, ElementsAre("it reads like \"the wedding is on saturday\""));
  EXPECT_EQ(shop().classify("how do i get a refund").urgency, urgency::medium);
}

} // namespace
} // namespace troupe::language
