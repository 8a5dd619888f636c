#include "evaluation/out_of_scope.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace troupe::evaluation {
namespace {

const auto mixed = std::vector<scoped_prediction>{
    {true, true, 0.9}, {true, true, 0.7}, {true, false, 0.4}, {false, false, 0.5}, {false, false, 0.1}};

TEST(OutOfScope, CountsWhatIsFoundAndNotRefusedAndWhatIsRefusedRightly) {
  EXPECT_DOUBLE_EQ(accuracy_at(0, mixed), 0.4) << "nothing is refused";
  EXPECT_DOUBLE_EQ(accuracy_at(0.7, mixed), 0.8) << "a score on the threshold is not refused";
  EXPECT_DOUBLE_EQ(accuracy_at(0.8, mixed), 0.6);
  EXPECT_DOUBLE_EQ(accuracy_at(1, mixed), 0.4) << "all is refused";
  EXPECT_EQ(accuracy_at(0.5, {}), 0);
}

TEST(OutOfScope, FindsTheBestThreshold) {
  EXPECT_DOUBLE_EQ(best_accuracy(mixed), 0.8);
  const auto tied =
      std::vector<scoped_prediction>{{true, true, 0.5}, {false, false, 0.5}, {false, false, 0.5}};
  EXPECT_DOUBLE_EQ(best_accuracy(tied), 2.0 / 3) << "a threshold does not part what scores alike";
  EXPECT_EQ(best_accuracy({}), 0);
}

TEST(OutOfScope, RefusesWhatItCanWhileTheAccuracyInScopeIsKept) {
  EXPECT_DOUBLE_EQ(*recall_keeping(2.0 / 3, mixed), 1);
  EXPECT_DOUBLE_EQ(*recall_keeping(1.0 / 3, mixed), 1);
  EXPECT_FALSE(recall_keeping(0.93, mixed)) << "so many are not found at all";
  const auto inside = std::vector<scoped_prediction>{{true, true, 0.9}};
  EXPECT_FALSE(recall_keeping(0.93, inside)) << "nothing is out of scope";
  const auto late =
      std::vector<scoped_prediction>{{true, true, 0.2}, {false, false, 0.1}, {false, false, 0.5}};
  EXPECT_DOUBLE_EQ(*recall_keeping(0.93, late), 0.5);
}

} // namespace
} // namespace troupe::evaluation
