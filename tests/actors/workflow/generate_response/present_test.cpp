#include "actors/workflow/generate_response/present.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace troupe::generate_response {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

/// The strategies that ship: that they differ for the customer is a promise of the tables.
const config::strategies& shipped() {
  static const auto all = config::load_strategies(TROUPE_SOURCE_DIR "/config");
  return all;
}

config::strategy strategy_with(std::string opening, std::string closing) {
  auto s = config::strategy{};
  s.opening = std::move(opening);
  s.closing = std::move(closing);
  return s;
}

retrieval::composed two_sentences() {
  return {{{"A refund takes five days.", 1}, {"It goes to your card.", 2}}, {{1}, {2}}, true};
}

std::string text_of(const config::strategy& by, const retrieval::composed& answer,
                    const language::classification& found = {}) {
  auto text = std::string{};
  for (const auto& piece : present(by, answer, found).pieces) text += piece;
  return text;
}

language::classification of_intent(std::string intent) {
  auto c = language::classification{};
  c.intent = std::move(intent);
  c.confidence = 0.9;
  return c;
}

TEST(Present, RendersEveryStrategyDifferently) {
  auto texts = std::set<std::string>{};
  for (const auto& strategy : shipped()) texts.insert(text_of(strategy, two_sentences()));
  EXPECT_THAT(texts, SizeIs(shipped().size()));
}

TEST(Present, KeepsTheAnswerAndItsMarkersWholeInEveryStrategy) {
  const auto answer = two_sentences();
  for (const auto& strategy : shipped()) {
    const auto text = text_of(strategy, answer);
    EXPECT_THAT(text, HasSubstr(answer.text())) << strategy.name;
    EXPECT_EQ(std::ranges::count(text, '['), 2) << strategy.name << ": a marker that no citation has";
  }
}

TEST(Present, SetsTheStrategysWordsAgainstTheAnswerAsParagraphs) {
  const auto answer = two_sentences();
  EXPECT_EQ(text_of(strategy_with("", ""), answer), answer.text());
  EXPECT_EQ(text_of(strategy_with("Well:", ""), answer), "Well:\n\n" + answer.text());
  EXPECT_EQ(text_of(strategy_with("", "All right?"), answer), answer.text() + "\n\nAll right?");
}

TEST(Present, LeavesAListOfStepsAListOfItsOwn) {
  auto steps = retrieval::composed{{{"Open the app.", 1, 1, true}, {"Tap Refund.", 1, 2, true}}, {{1}}, true};
  EXPECT_EQ(text_of(strategy_with("Follow these:", "Done?"), steps),
            "Follow these:\n\n1. Open the app. [1]\n2. Tap Refund. [1]\n\nDone?");
}

TEST(Present, StreamsSentenceBySentence) {
  EXPECT_THAT(present(strategy_with("Well:", "All right?"), two_sentences(), {}).pieces, SizeIs(4));
}

TEST(Present, SaysThatNothingWasFoundAndOffersAHumanWhateverTheStrategy) {
  auto refusals = std::set<std::string>{};
  for (const auto& strategy : shipped()) refusals.insert(text_of(strategy, {}, of_intent("refund_status")));
  ASSERT_THAT(refusals, SizeIs(1)) << "an opening that promises an answer would be a lie";
  EXPECT_THAT(*refusals.begin(), StartsWith("I could not find this"));
  EXPECT_THAT(*refusals.begin(), EndsWith("put you in touch with a member of our team?"));
  EXPECT_THAT(*refusals.begin(), Not(HasSubstr("[")));
}

TEST(Present, ReturnsACourtesyInsteadOfRefusingIt) {
  const auto refusal = text_of({}, {}, of_intent("refund_status"));
  for (const auto* courtesy : {"greeting", "thanks", "goodbye", "human_agent"})
    EXPECT_NE(text_of({}, {}, of_intent(courtesy)), refusal) << courtesy;
  auto guess = of_intent("thanks");
  guess.confidence = 0.2;
  EXPECT_EQ(text_of({}, {}, guess), refusal);
}

TEST(Present, TellsWhyItOffersAHuman) {
  const auto offered = [](const config::strategy& by, const retrieval::composed& answer, std::string intent) {
    return present(by, answer, of_intent(std::move(intent))).offered;
  };
  for (const auto& strategy : shipped()) {
    EXPECT_EQ(offered(strategy, two_sentences(), "refund_status") != escalation_reason::none,
              text_of(strategy, two_sentences()).find("member of our team") != std::string::npos)
        << strategy.name;
    EXPECT_EQ(offered(strategy, {}, "refund_status"), escalation_reason::missing_knowledge);
    EXPECT_EQ(offered(strategy, {}, "human_agent"), escalation_reason::customer_request);
    EXPECT_EQ(offered(strategy, {}, "thanks"), escalation_reason::none);
  }
}

TEST(Present, AnswersAGreetingThatHoldsAQuestion) {
  EXPECT_EQ(text_of({}, two_sentences(), of_intent("greeting")), two_sentences().text());
}

} // namespace
} // namespace troupe::generate_response
