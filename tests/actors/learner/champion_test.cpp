#include "actors/learner/champion.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace troupe::learner {
namespace {

TEST(Champion, IsTheOnePromotedLastUnlessTheSettingHasChanged) {
  EXPECT_EQ(champion("fixed", {}), "fixed");
  const auto history = std::vector<learning::promotion>{{"linucb", "fixed", "fixed", "", "", 1},
                                                        {"lin_ts", "linucb", "fixed", "", "", 2}};
  EXPECT_EQ(champion("fixed", history), "lin_ts");
  EXPECT_EQ(champion("uniform", history), "uniform");
}

} // namespace
} // namespace troupe::learner
