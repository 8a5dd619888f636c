#include "config/classifier.hpp"
#include "config/rewards.hpp"
#include "config/signals.hpp"
#include "config/strategies.hpp"
#include "language/tokens.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

/// The tables that ship, and what their loaders refuse.
namespace troupe::config {
namespace {

using ::testing::HasSubstr;

template <class Parse>
std::string complaint(Parse parse, std::string_view toml) {
  try {
    (void)parse(toml, "x.toml");
  } catch (const std::runtime_error& e) {
    return e.what();
  }
  return "accepted";
}

constexpr std::string_view good = R"([[strategy]]
name = "a"
description = ""
opening = ""
closing = ""
initial_value = 0.5
)";

TEST(Strategies, ShipFiveOfWhichDirectAnswerIsBelievedBest) {
  const auto all = load_strategies(TROUPE_SOURCE_DIR "/config");
  ASSERT_EQ(all.size(), 5U);
  for (const auto& s : all) EXPECT_LE(s.initial_value, all.front().initial_value) << s.name;
  EXPECT_EQ(all.front().name, "direct_answer");
}

TEST(Strategies, NameFileLineAndReason) {
  EXPECT_EQ(complaint(parse_strategies, good), "accepted");
  EXPECT_THAT(complaint(parse_strategies, "[[strategy]]\nname = \"a\"\n"),
              HasSubstr("x.toml:1: description is missing"));
  EXPECT_THAT(complaint(parse_strategies, std::string{good} + "colour = 1\n"),
              HasSubstr("x.toml:7: unknown member colour"));
  EXPECT_THAT(complaint(parse_strategies, std::string{good} + std::string{good}),
              HasSubstr("two strategies a"));
  EXPECT_THAT(complaint(parse_strategies, "= 1"), HasSubstr("x.toml:1"));
  EXPECT_THAT(complaint(parse_strategies, ""), HasSubstr("expected one or more [[strategy]]"));
}

TEST(Strategies, RefuseAValueThatIsNoReward) {
  for (const auto* value : {"-0.1", "1.1", "nan", "inf"}) {
    auto text = std::string{good};
    text.replace(text.find("0.5"), 3, value);
    EXPECT_THAT(complaint(parse_strategies, text), HasSubstr("outside of 0..1")) << value;
  }
}

TEST(Intents, RefuseWhatCannotBeMeant) {
  EXPECT_THAT(complaint(parse_intents, "[[intent]]\nname = \"a\"\ngroup = \"planets\"\nexamples = [\"x\"]"),
              HasSubstr("it is one of other, order"));
  EXPECT_THAT(complaint(parse_intents, "[[intent]]\nname = \"a\"\ngroup = \"order\"\nexamples = []"),
              HasSubstr("examples is missing or empty"));
  EXPECT_THAT(
      complaint(parse_intents, "[[intent]]\nname = \"unknown\"\ngroup = \"order\"\nexamples = [\"x\"]"),
      HasSubstr("may not be"));
  EXPECT_THAT(complaint(parse_urgencies, "[[rule]]\nlevel = \"dire\"\nreason = \"r\"\nphrases = [\"x\"]"),
              HasSubstr("x.toml:1"));
  EXPECT_THAT(complaint(parse_lexicon,
                        "negations = [\"not\"]\n[intensifiers]\n[[valence]]\nvalue = 5.0\nwords = [\"x\"]"),
              HasSubstr("-4..4"));
}

TEST(Urgencies, MayHaveExamplesOfLevels) {
  constexpr auto rule = "[[rule]]\nlevel = \"high\"\nreason = \"r\"\nphrases = [\"x\"]\n";
  EXPECT_EQ(complaint(parse_urgencies, rule), "accepted");
  EXPECT_THAT(
      complaint(parse_urgencies, std::string{rule} + "[[level]]\nname = \"dire\"\nexamples = [\"x\"]"),
      HasSubstr("x.toml:5: name is \"dire\""));
}

TEST(Intents, ThatShipHaveEnoughExamples) {
  const auto intents = load_intents(TROUPE_SOURCE_DIR "/config");
  EXPECT_GE(intents.size(), 12U);
  for (const auto& intent : intents) EXPECT_GE(intent.examples.size(), 12U) << intent.name;
}

TEST(Classifier, ThatShipsUnderstandsMessagesThatItWasNotTrainedOn) {
  const auto c = load_classifier(TROUPE_SOURCE_DIR "/config");
  EXPECT_EQ(c.classify("How can I get a refund for the kettle?").intent, "returns_refunds");
  EXPECT_EQ(c.classify("my card was charged twice!").intent, "billing_payment");
  EXPECT_EQ(c.classify("I was charged twice").urgency, language::urgency::high);
  EXPECT_EQ(c.classify("let me speak to a human").intent, "human_agent");
  EXPECT_EQ(c.classify("Hello!").intent, "greeting");
  EXPECT_EQ(c.classify("Who won the world cup in 1998?").intent, language::unknown_intent);
  EXPECT_LT(c.classify("This is unacceptable, I am very angry").sentiment, -0.5);
}

TEST(Signals, ShipWithWordsThatTellPraiseFromItsContrary) {
  const auto finder = language::signal_finder{load_signals(TROUPE_SOURCE_DIR "/config")};
  const auto in = [&](std::string_view text) { return finder.find(language::words(text)); };
  EXPECT_TRUE(in("Thank you, it works now!").thanked);
  EXPECT_TRUE(in("Thank you, it works now!").resolved);
  EXPECT_FALSE(in("a thankless task").thanked);
  EXPECT_FALSE(in("It is still not solved").resolved);
  EXPECT_FALSE(in("That hasn't fixed it").resolved);
  EXPECT_TRUE(in("I am fed up").frustrated);
  EXPECT_FALSE(in("I am not angry").frustrated);
  EXPECT_TRUE(in("I want to speak to a person").asked_for_human);
}

TEST(Signals, NameWhatIsMissingOrUnknown) {
  EXPECT_THAT(complaint(parse_signals, "thanks = [\"thanks\"]"), HasSubstr("is missing or empty"));
  EXPECT_THAT(complaint(parse_signals, "thank = [\"thanks\"]"), HasSubstr("x.toml:1: unknown member thank"));
}

TEST(RewardWeights, ShipWithoutOneForTime) {
  const auto weights = load_reward_weights(TROUPE_SOURCE_DIR "/config");
  for (std::size_t k = 0; k < weights.size(); ++k)
    EXPECT_EQ(weights[k] > 0, static_cast<learning::reward_kind>(k) != learning::reward_kind::response_time);
}

TEST(RewardWeights, RefuseWhatCannotBeWeighed) {
  const auto with = [](const char* changed) {
    auto text = std::string{"[weights]\n"};
    for (const auto kind : learning::reward_names)
      text += std::string{kind} + " = " + (kind == "thumbs" ? changed : "0.0") + "\n";
    return text;
  };
  EXPECT_EQ(complaint(parse_reward_weights, with("1.0")), "accepted");
  EXPECT_THAT(complaint(parse_reward_weights, with("0.0")), HasSubstr("nothing could be learned"));
  for (const auto* bad : {"-0.5", "nan", "inf"})
    EXPECT_THAT(complaint(parse_reward_weights, with(bad)), HasSubstr("the weight of thumbs")) << bad;
  EXPECT_THAT(complaint(parse_reward_weights, with("1.0") + "fame = 1.0\n"),
              HasSubstr("no kind of reward fame"));
  EXPECT_THAT(complaint(parse_reward_weights, "[weights]\nthumbs = 1.0"),
              HasSubstr("satisfaction is missing"));
}

} // namespace
} // namespace troupe::config
