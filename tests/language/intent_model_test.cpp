#include "language/intent_model.hpp"
#include "language/tokens.hpp"

#include <gtest/gtest.h>

namespace troupe::language {
namespace {

n_grams grams(std::string_view text) { return n_grams_of(words(text)); }

std::vector<intent_rule> shop() {
  return {{"refunds",
           intent_group::order,
           {"how do i get a refund", "i want my money back", "refund please", "when is the refund paid",
            "give me back my money", "refund for my lamp"}},
          {"account_access",
           intent_group::account,
           {"i forgot my password", "i cannot log in", "reset my password please", "log in fails",
            "my password is wrong", "locked out, cannot log in"}}};
}

/// Tells apart what shares no word: money from access.
std::vector<float> by_meaning(std::string_view text) {
  for (const auto* word : {"refund", "money", "reimburse"})
    if (text.find(word) != std::string_view::npos) return {1, 0};
  for (const auto* word : {"password", "log in", "account", "credentials"})
    if (text.find(word) != std::string_view::npos) return {0, 1};
  return {-0.8F, -0.6F};
}

TEST(IntentModel, FindsTheIntentByWords) {
  const auto model = intent_model{prepare_examples(shop(), {})};
  EXPECT_EQ(model(grams("a refund!"), {})->intent, 0U);
  EXPECT_EQ(model(grams("pasword forgotten"), {})->intent, 1U) << "a typo";
  EXPECT_GT(model(grams("i forgot my password"), {})->confidence, 0.5);
}

TEST(IntentModel, TakesTheExamplesThemselvesForInScope) {
  const auto model = intent_model{prepare_examples(shop(), {})};
  for (const auto& rule : shop())
    for (const auto& example : rule.examples) EXPECT_GT(model(grams(example), {})->in_scope, 0.5) << example;
}

TEST(IntentModel, KnowsWhatIsOutOfScope) {
  const auto model = intent_model{prepare_examples(shop(), {})};
  EXPECT_LT(model(grams("the weather of tomorrow in lisbon"), {})->in_scope, 0.5);
  EXPECT_FALSE(model(grams("漢字"), {}));
  EXPECT_FALSE(model({}, {}));
}

TEST(IntentModel, FindsByMeaningWhatSharesNoWord) {
  const auto model = intent_model{prepare_examples(shop(), by_meaning)};
  for (const auto* text : {"reimburse", "credentials"}) {
    const auto guess = model(grams(text), by_meaning(text));
    ASSERT_TRUE(guess);
    EXPECT_EQ(guess->intent, std::string_view{text} == "reimburse" ? 0U : 1U);
    EXPECT_GT(guess->in_scope, model(grams("weather"), by_meaning("weather"))->in_scope);
  }
}

TEST(IntentModel, WorksByWordsWhereAnEmbeddingIsMissing) {
  const auto with = intent_model{prepare_examples(shop(), by_meaning)};
  const auto without = intent_model{prepare_examples(shop(), {})};
  const auto asked = grams("how do i get a refund");
  EXPECT_EQ(with(asked, {})->in_scope, without(asked, {})->in_scope);
  EXPECT_EQ(without(asked, by_meaning("refund"))->in_scope, without(asked, {})->in_scope);
}

TEST(IntentModel, HoldsOutEachExampleOnceUntilThereAreEnough) {
  const auto examples = prepare_examples(shop(), by_meaning);
  auto seen = std::vector<int>(examples.words.size());
  for (const auto& one : held_out_scores(examples, 1000, 1)) {
    ++seen[one.text];
    EXPECT_TRUE(one.embedded);
  }
  EXPECT_EQ(seen, std::vector<int>(examples.words.size(), 1));
  EXPECT_LT(held_out_scores(examples, 1, 1).size(), examples.words.size());
}

TEST(IntentModel, ReadsAnIntentsNameAsWords) {
  EXPECT_EQ(spoken_name("order_status"), "order status");
  EXPECT_EQ(spoken_name("OrderStatus"), "order status");
  EXPECT_EQ(spoken_name("FAQ"), "faq");
  EXPECT_EQ(spoken_name(""), "");
}

} // namespace
} // namespace troupe::language
