#include "evaluation/roc.hpp"

#include <gmock/gmock.h>

#include <vector>

namespace troupe::evaluation {
namespace {

using testing::DoubleEq;
using scores = std::vector<double>;

TEST(auc, is_the_share_of_pairs_in_the_right_order) {
  // Of 6 pairs (.9, .3 and .2 against .5 and .1), .3 < .5 and .2 < .5 are wrong.
  EXPECT_THAT(auc(scores{.9, .3, .2}, scores{.5, .1}).value(), DoubleEq(4.0 / 6));
  EXPECT_THAT(auc(scores{2, 3}, scores{1}).value(), DoubleEq(1));
  EXPECT_THAT(auc(scores{1}, scores{2, 3}).value(), DoubleEq(0));
}

TEST(auc, counts_ties_half) {
  EXPECT_THAT(auc(scores{0, 0, 0}, scores{0, 0}).value(), DoubleEq(0.5));
  EXPECT_THAT(auc(scores{1, 2}, scores{1, 1, 0, 2}).value(), DoubleEq((1 + 1 + 3 + .5) / 8));
}

TEST(auc, needs_both_classes) {
  EXPECT_FALSE(auc(scores{}, scores{1}));
  EXPECT_FALSE(auc(scores{1}, scores{}));
}

TEST(refusal, is_of_what_scores_below_the_threshold) {
  const auto at = refusal_at(.5, scores{.5, .4, .6, .7}, scores{.5, .1});
  EXPECT_THAT(at.answerable, DoubleEq(.25));
  EXPECT_THAT(at.unanswerable, DoubleEq(.5));
}

TEST(refusal, within_a_bound_takes_the_highest_threshold_that_keeps_it) {
  const auto best = refusal_within(.1, scores{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, scores{1.5, 1.9, 2, 4}).value();
  EXPECT_THAT(best.threshold, DoubleEq(2)); // refuses the 1 of ten
  EXPECT_THAT(best.answerable, DoubleEq(.1));
  EXPECT_THAT(best.unanswerable, DoubleEq(.5));
}

TEST(refusal, within_a_bound_does_not_part_ties) {
  const auto best = refusal_within(.25, scores{1, 1, 2, 3}, scores{0, 1}).value();
  EXPECT_THAT(best.answerable, DoubleEq(0)); // to refuse one 1 is to refuse both
  EXPECT_THAT(best.unanswerable, DoubleEq(.5));
}

TEST(refusal, within_a_bound_counts_as_people_do) {
  auto answerable = scores{};
  for (int i = 0; i < 100; ++i) answerable.push_back(i);
  EXPECT_THAT(refusal_within(.29, answerable, scores{0}).value().answerable, DoubleEq(.29)); // .29 * 100 < 29
}

TEST(refusal, of_everything_or_nothing) {
  EXPECT_THAT(refusal_within(1, scores{1, 2}, scores{3}).value().unanswerable, DoubleEq(1));
  EXPECT_THAT(refusal_within(0, scores{1, 2}, scores{3, 0}).value().unanswerable, DoubleEq(.5));
  EXPECT_FALSE(refusal_within(.1, scores{}, scores{1}));
  EXPECT_FALSE(refusal_within(.1, scores{1}, scores{}));
}

} // namespace
} // namespace troupe::evaluation
