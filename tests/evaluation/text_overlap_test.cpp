#include "evaluation/text_overlap.hpp"

#include <gmock/gmock.h>

#include <vector>

namespace troupe::evaluation {
namespace {

using testing::DoubleEq;
using words = std::vector<std::string>;

TEST(token_f1, counts_a_word_as_often_as_both_have_it) {
  // Common: a, a, b. 3 of 4 and 3 of 5.
  const double expected = 2 * .75 * .6 / (.75 + .6);
  EXPECT_THAT(token_f1(words{"a", "b", "a", "a"}, words{"c", "a", "b", "d", "a"}), DoubleEq(expected));
  EXPECT_THAT(token_f1(words{"c", "a", "b", "d", "a"}, words{"a", "b", "a", "a"}), DoubleEq(expected));
}

TEST(token_f1, sees_no_order) { EXPECT_THAT(token_f1(words{"a", "b"}, words{"b", "a"}), DoubleEq(1)); }

TEST(rouge_l, is_of_the_longest_common_subsequence) {
  // Lin's example: "police killed the gunman" against "police kill the gunman" and "the gunman kill police".
  const auto reference = words{"police", "killed", "the", "gunman"};
  EXPECT_THAT(rouge_l(words{"police", "kill", "the", "gunman"}, reference), DoubleEq(.75));
  EXPECT_THAT(rouge_l(words{"the", "gunman", "kill", "police"}, reference), DoubleEq(.5));
}

TEST(rouge_l, uses_a_word_once) {
  EXPECT_THAT(rouge_l(words{"a", "a", "a"}, words{"a"}), DoubleEq(.5));
  EXPECT_THAT(rouge_l(words{"a"}, words{"a", "a", "a"}), DoubleEq(.5));
}

TEST(text_overlap, of_an_empty_text_is_with_another_empty_one_only) {
  for (const auto measure : {token_f1, rouge_l}) {
    EXPECT_THAT(measure(words{}, words{}), DoubleEq(1));
    EXPECT_THAT(measure(words{}, words{"a"}), DoubleEq(0));
    EXPECT_THAT(measure(words{"a"}, words{}), DoubleEq(0));
    EXPECT_THAT(measure(words{"a"}, words{"b"}), DoubleEq(0));
  }
}

TEST(in_order, allows_other_words_between_but_no_exchange) {
  EXPECT_TRUE(in_order(words{"a", "c", "a"}, words{"a", "b", "c", "b", "a"}));
  EXPECT_FALSE(in_order(words{"c", "a", "b"}, words{"a", "b", "c", "b"}));
  EXPECT_FALSE(in_order(words{"a", "a"}, words{"a", "b"}));
  EXPECT_TRUE(in_order(words{}, words{}));
  EXPECT_FALSE(in_order(words{"a"}, words{}));
}

} // namespace
} // namespace troupe::evaluation
