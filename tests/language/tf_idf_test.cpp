#include "language/tf_idf.hpp"
#include "language/tokens.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <string_view>

namespace troupe::language {
namespace {

tf_idf of(std::initializer_list<std::string_view> texts) {
  auto all = std::vector<std::vector<std::string>>{};
  for (const auto text : texts) all.push_back(words(text));
  return tf_idf{all};
}

n_grams grams(std::string_view text) { return n_grams_of(words(text)); }

double cosine(const feature_vector& a, const feature_vector& b) {
  auto sum = 0.0;
  for (const auto& f : a)
    for (const auto& g : b)
      if (f.feature == g.feature) sum += static_cast<double>(f.weight * g.weight);
  return sum;
}

TEST(TfIdf, CountsWordsPairsAndTheCharactersWithinWords) {
  // " ab ": 3 of 2 characters, 2 of 3, 1 of 4; and the word itself
  EXPECT_EQ(of({"ab"}).size(), 7U);
  // the pair is a feature more, but nothing reaches across the space between words
  EXPECT_EQ(of({"ab ab"}).size(), 8U);
  EXPECT_EQ(of({"äö"}).size(), 7U) << "characters are no bytes";
}

TEST(TfIdf, GivesVectorsOfLengthOneInAscendingOrder) {
  const auto terms = of({"my order is late", "my invoice"});
  const auto vector = terms(grams("my my order order order"));
  EXPECT_NEAR(cosine(vector, vector), 1, 1e-5);
  for (std::size_t i = 1; i < vector.size(); ++i) EXPECT_LT(vector[i - 1].feature, vector[i].feature);
}

TEST(TfIdf, WeighsARareWordMore) {
  const auto terms = of({"where order", "where invoice", "where points"});
  const auto asked = terms(grams("where order"));
  EXPECT_GT(cosine(asked, terms(grams("order"))), cosine(asked, terms(grams("where"))));
}

TEST(TfIdf, SeesWhatATypoLeaves) {
  const auto terms = of({"refund", "delivery"});
  EXPECT_GT(cosine(terms(grams("refnud")), terms(grams("refund"))), 0.1);
}

TEST(TfIdf, KnowsNothingOfOtherTexts) {
  const auto terms = of({"refund"});
  EXPECT_TRUE(terms(grams("")).empty());
  EXPECT_TRUE(terms(grams("漢字")).empty());
  EXPECT_TRUE(tf_idf{{}}(grams("refund")).empty());
}

} // namespace
} // namespace troupe::language
