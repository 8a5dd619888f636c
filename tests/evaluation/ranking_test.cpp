#include "evaluation/ranking.hpp"

#include <gmock/gmock.h>

#include <cmath>

namespace troupe::evaluation {
namespace {

using testing::DoubleEq;
using testing::ElementsAre;

constexpr double tolerance = 1e-12;

judged_ranking judged(std::vector<std::string_view> ranking, const judgements& known) {
  return judge(ranking, known);
}

TEST(rankings, see_what_is_not_judged_as_not_relevant) {
  const auto of = judged({"x", "a", "b"}, {{"a", 1}, {"b", 0}, {"c", 3}, {"d", 2}});
  EXPECT_THAT(of.grades, ElementsAre(0, 1, 0));
  EXPECT_THAT(of.relevant, ElementsAre(3, 2, 1));
}

TEST(rankings, gain_nothing_by_ranking_an_item_twice) {
  EXPECT_THAT(judged({"a", "a"}, {{"a", 2}}).grades, ElementsAre(2, 0));
}

TEST(ndcg, discounts_graded_gains_by_the_logarithm_of_the_rank) {
  // (3 + 0 + 1 / log2(4)) / (3 + 2 / log2(3) + 1 / log2(4))
  const auto of = judged({"a", "x", "c"}, {{"a", 3}, {"b", 2}, {"c", 1}});
  EXPECT_NEAR(ndcg_at(10, of), 3.5 / (3.5 + 2 / std::log2(3.0)), tolerance);
}

TEST(ndcg, is_one_for_the_best_order_even_if_it_has_no_room_for_all) {
  const auto of = judged({"b", "a"}, {{"a", 1}, {"b", 2}, {"c", 1}});
  EXPECT_THAT(ndcg_at(2, of), DoubleEq(1));
  EXPECT_THAT(ndcg_at(1, of), DoubleEq(1));
}

TEST(ndcg, of_one_relevant_page_is_that_of_its_rank) {
  const auto of = judged({"x", "y", "a"}, {{"a", 1}});
  EXPECT_THAT(ndcg_at(3, of), DoubleEq(0.5)); // 1 / log2(4)
  EXPECT_THAT(ndcg_at(2, of), DoubleEq(0));
}

TEST(precision, is_of_k_however_short_the_ranking) {
  const auto of = judged({"a", "x"}, {{"a", 1}, {"b", 1}});
  EXPECT_THAT(precision_at(1, of), DoubleEq(1));
  EXPECT_THAT(precision_at(4, of), DoubleEq(0.25));
}

TEST(recall, is_of_all_that_is_relevant) {
  const auto of = judged({"x", "a", "b"}, {{"a", 1}, {"b", 2}, {"c", 1}, {"d", 1}});
  EXPECT_THAT(recall_at(1, of), DoubleEq(0));
  EXPECT_THAT(recall_at(2, of), DoubleEq(0.25));
  EXPECT_THAT(recall_at(100, of), DoubleEq(0.5));
}

TEST(reciprocal_rank, is_of_the_first_relevant_item_within_k) {
  const auto of = judged({"x", "y", "a", "b"}, {{"a", 1}, {"b", 3}});
  EXPECT_THAT(reciprocal_rank_at(4, of), DoubleEq(1.0 / 3));
  EXPECT_THAT(reciprocal_rank_at(2, of), DoubleEq(0));
}

TEST(average_precision, counts_what_was_not_found) {
  // Relevant at the ranks 1 and 3, a third one nowhere: (1/1 + 2/3) / 3.
  const auto of = judged({"a", "x", "b"}, {{"a", 1}, {"b", 1}, {"c", 1}});
  EXPECT_NEAR(average_precision_at(1000, of), 5.0 / 9, tolerance);
  EXPECT_NEAR(average_precision_at(2, of), 1.0 / 3, tolerance);
}

TEST(measures, of_nothing_are_zero) {
  for (const auto& of : {judged({}, {{"a", 1}}), judged({"a"}, {}), judged({"a"}, {{"a", 0}})})
    for (const auto measure : {ndcg_at, precision_at, recall_at, reciprocal_rank_at, average_precision_at})
      EXPECT_THAT(measure(10, of), DoubleEq(0));
  EXPECT_THAT(precision_at(0, judged({"a"}, {{"a", 1}})), DoubleEq(0));
}

} // namespace
} // namespace troupe::evaluation
