#include "config/vader_lexicon.hpp"
#include "config/weights.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace troupe::config {
namespace {

using ::testing::HasSubstr;

template <class Parse>
std::string complaint(Parse parse, std::string_view text) {
  try {
    (void)parse(text, "x");
  } catch (const std::runtime_error& e) {
    return e.what();
  }
  return "accepted";
}

TEST(Weights, AreReadAsTheyAreWritten) {
  const auto mood = language::sentiment_weights{{0.25F, -0.5F}, 0.125};
  const auto read = parse_sentiment_weights(to_toml(mood, "by a test"), "x");
  EXPECT_EQ(read.weights, mood.weights);
  EXPECT_EQ(read.bias, mood.bias);

  const auto outcome = language::outcome_weights{{{"u_don't u_?", 1.5, -0.25, 2}}, {}, 0.5, -1};
  const auto again = parse_outcome_weights(to_toml(outcome, "by a test"), "x");
  ASSERT_EQ(again.recent.size(), 1U);
  EXPECT_EQ(again.recent[0].text, "u_don't u_?");
  EXPECT_EQ(again.recent[0].idf, 1.5);
  EXPECT_EQ(again.recent[0].resolved, -0.25);
  EXPECT_EQ(again.recent[0].frustrated, 2);
  EXPECT_TRUE(again.whole.empty());
  EXPECT_EQ(again.resolved_bias, 0.5);
  EXPECT_EQ(again.frustrated_bias, -1);
}

TEST(Weights, RefuseWhatCannotBeComputedWith) {
  EXPECT_THAT(complaint(parse_sentiment_weights, "weights = []"), HasSubstr("x:1: bias is missing"));
  EXPECT_THAT(complaint(parse_sentiment_weights, "bias = 0.0\nweights = [\n0.5,\nnan]"), HasSubstr("x:4: "));
  EXPECT_THAT(complaint(parse_sentiment_weights, "bias = 0.0\nweights = []\nwheights = []"),
              HasSubstr("unknown member wheights"));
  EXPECT_THAT(complaint(parse_outcome_weights,
                        "resolved_bias = 0.0\nfrustrated_bias = 0.0\nwhole = []\nrecent = [\n[\"a\", 1.0]]"),
              HasSubstr("x:5: expected [text, idf, resolved, frustrated]"));
}

TEST(Weights, ThatShipCanBeRead) {
  EXPECT_FALSE(load_sentiment_weights(TROUPE_SOURCE_DIR "/config").weights.empty());
  EXPECT_FALSE(load_outcome_weights(TROUPE_SOURCE_DIR "/config").recent.empty());
}

TEST(VaderLexicon, AddsWordsThatAreNotKnown) {
  auto lexicon = language::sentiment_lexicon{{{"late", -1.5}}, {}, {}};
  add_vader_lexicon("late\t-0.4\t0.1\t[1, 2]\n:)\t2.0\nfine\t0.8\t1\n", "x", lexicon);
  EXPECT_EQ(lexicon.valences.at("late"), -1.5);
  EXPECT_EQ(lexicon.valences.at(":)"), 2.0);
  EXPECT_EQ(lexicon.valences.at("fine"), 0.8);
}

TEST(VaderLexicon, NamesTheLineThatIsNone) {
  for (const auto* bad :
       {"good\t1.9\nbad\n", "good\t1.9\nbad\tx", "good\t1.9\n\t1.0", "good\t1.9\nbad\t-5"}) {
    auto lexicon = language::sentiment_lexicon{};
    const auto add = [&](std::string_view text, const std::string& file) {
      add_vader_lexicon(text, file, lexicon);
    };
    EXPECT_THAT(complaint(add, bad), HasSubstr("x:2: expected a word")) << bad;
  }
}

} // namespace
} // namespace troupe::config
