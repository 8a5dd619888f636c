#include "storage/thread.hpp"

#include <gtest/gtest.h>

namespace troupe::storage {
namespace {

TEST(Thread, IsThatOfTheWholeConversation) {
  const auto all = std::vector<said>{{role::customer, "One?"}, {role::assistant, "First."}};
  const auto step_by_step =
      thread_after(thread_after(thread_of({}), role::customer, "One?"), role::assistant, "First.");
  EXPECT_EQ(thread_of(all), step_by_step);
  EXPECT_FALSE(thread_of({}).empty());
}

TEST(Thread, DependsOnWhoSaidWhatInWhichOrder) {
  const auto of = [](std::vector<said> all) { return thread_of(all); };
  const auto thread = of({{role::customer, "ab"}, {role::assistant, "c"}});
  EXPECT_NE(thread, of({{role::customer, "a"}, {role::assistant, "bc"}}));
  EXPECT_NE(thread, of({{role::assistant, "ab"}, {role::customer, "c"}}));
  EXPECT_NE(thread, of({{role::assistant, "c"}, {role::customer, "ab"}}));
  EXPECT_NE(thread, of({{role::customer, "ab"}}));
}

} // namespace
} // namespace troupe::storage
