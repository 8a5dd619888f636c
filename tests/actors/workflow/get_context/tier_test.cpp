#include "actors/workflow/get_context/tier.hpp"

#include <gtest/gtest.h>

namespace troupe::get_context {
namespace {

TEST(Tier, IsTheBestThatMessageAndDocumentsAllow) {
  EXPECT_EQ(tier_of({true, true, true}), tier::full);
  EXPECT_EQ(tier_of({true, true, false}), tier::full);
  EXPECT_EQ(tier_of({false, true, true}), tier::distilled) << "there was no time to encode the message";
  EXPECT_EQ(tier_of({false, true, false}), tier::lexical);
  EXPECT_EQ(tier_of({true, false, true}), tier::lexical) << "nothing can be compared with it";
  EXPECT_EQ(tier_of({false, false, false}), tier::lexical);
}

} // namespace
} // namespace troupe::get_context
