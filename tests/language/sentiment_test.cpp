#include "language/sentiment.hpp"
#include "language/sentiment_training.hpp"

#include <gtest/gtest.h>

#include <array>

namespace troupe::language {
namespace {

sentiment_lexicon lexicon() {
  return {{{"great", 3.0}, {"bad", -2.0}, {"😡", -3.0}, {":)", 2.0}},
          {{"very", 0.3}, {"slightly", -0.3}},
          {"not", "never"}};
}

double mood(std::string_view text) { return sentiment(text, lexicon()); }

TEST(Sentiment, TurnsWithNegationAndGrowsWithEmphasis) {
  EXPECT_EQ(mood("a kettle"), 0.0);
  EXPECT_GT(mood("great"), 0.0);
  EXPECT_LT(mood("not great"), 0.0);
  EXPECT_LT(mood("isn't great"), 0.0) << "any n't";
  EXPECT_LT(mood("isn’t great"), 0.0);
  EXPECT_LT(mood("not at all great"), 0.0) << "three words back";
  EXPECT_GT(mood("not that I know of, great"), 0.0) << "further back it has no effect";
  EXPECT_GT(mood("not bad"), 0.0);
  EXPECT_GT(mood("very great"), mood("great"));
  EXPECT_GT(mood("very very great"), mood("very great"));
  EXPECT_LT(mood("very bad"), mood("bad"));
  EXPECT_GT(mood("slightly bad"), mood("bad"));
  EXPECT_GT(mood("great!"), mood("great"));
  EXPECT_EQ(mood("great!!!!"), mood("great!!!!!!!"));
}

TEST(Sentiment, HearsCapitalsAmongOtherWords) {
  EXPECT_GT(mood("it is GREAT"), mood("it is great"));
  EXPECT_LT(mood("it is BAD"), mood("it is bad"));
  EXPECT_EQ(mood("IT IS GREAT"), mood("it is great")) << "all of it in capitals is a habit";
}

TEST(Sentiment, WeighsWhatStandsBehindButMore) {
  EXPECT_LT(mood("great but bad"), 0.0);
  EXPECT_GT(mood("bad but great"), mood("bad great"));
}

TEST(Sentiment, ReadsEmojiAndEmoticons) {
  EXPECT_LT(mood("😡"), 0.0);
  EXPECT_LT(mood("what😡😡"), mood("what 😡"));
  EXPECT_GT(mood("ok :)"), 0.0);
  EXPECT_EQ(mood("(great)"), mood("great"));
  EXPECT_EQ(mood("\xff\xf0\x9f"), 0.0);
}

TEST(Sentiment, StaysWithinItsRange) {
  auto endless = std::string{};
  for (auto i = 0; i < 1000; ++i) endless += "great ";
  EXPECT_LE(mood(endless), 1.0);
  EXPECT_GT(mood(endless), 0.99);
  const auto extreme = std::array{1.0F};
  EXPECT_LE(sentiment(endless, lexicon(), {{100.0F}, 0}, extreme), 1.0);
}

TEST(Sentiment, IsTheMeanOfWordsAndEmbedding) {
  const auto weights = sentiment_weights{{0.5F, 0.0F}, -0.1};
  const auto embedding = std::array{1.0F, 0.0F};
  EXPECT_NEAR(sentiment("great", lexicon(), weights, embedding), (mood("great") + 0.4) / 2, 1e-6);
  EXPECT_EQ(sentiment("great", lexicon(), weights, {}), mood("great"));
  const auto other_model = std::array{1.0F};
  EXPECT_EQ(sentiment("great", lexicon(), weights, other_model), mood("great"));
}

TEST(Sentiment, LearnsFromRatingsInTheUnitOfTheWords) {
  auto embeddings = dense_features(200, 2);
  auto ratings = std::vector<double>{};
  auto by_words = std::vector<double>{};
  for (Eigen::Index i = 0; i < embeddings.rows(); ++i) {
    const auto liked = i % 2 == 0;
    embeddings.row(i) << (liked ? 1.0F : 0.0F), (liked ? 0.0F : 1.0F);
    ratings.push_back(liked ? 4 : -4);
    by_words.push_back(liked ? 0.5 : -0.3);
  }
  const auto learned = fit_sentiment(embeddings, ratings, by_words);
  EXPECT_NEAR(learned.bias + static_cast<double>(learned.weights[0]), 0.5, 0.01);
  EXPECT_NEAR(learned.bias + static_cast<double>(learned.weights[1]), -0.3, 0.01);
}

} // namespace
} // namespace troupe::language
