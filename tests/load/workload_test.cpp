#include "load/workload.hpp"

#include <gtest/gtest.h>

namespace troupe::load {
namespace {

using namespace std::chrono_literals;

TEST(OpenLoop, starts_on_time_whatever_is_answered) {
  auto plan = open_loop{schedule{{{2, 2, 1s}, {1, 1, 2s}}}};
  const auto first = plan.take();
  EXPECT_EQ(first.intended, 0s);
  EXPECT_FALSE(first.conversation);
  EXPECT_EQ(plan.next(), 500ms);
  const auto second = plan.take(); // no answer has come
  EXPECT_FALSE(second.conversation);
  plan.give_back(7, 800ms);
  plan.give_back(4, 900ms);
  const auto third = plan.take();
  EXPECT_EQ(third.intended, 1s);
  EXPECT_EQ(third.phase, 1U);
  EXPECT_EQ(third.conversation, 7U); // waited longest
  plan.give_back(std::nullopt, 1s);
  EXPECT_EQ(plan.take().conversation, 4U);
  EXPECT_FALSE(plan.next());
}

TEST(ClosedLoop, lets_every_user_wait_for_the_answer_and_think) {
  auto plan = closed_loop{2, 100ms, 1s};
  EXPECT_EQ(plan.next(), 0s);
  EXPECT_FALSE(plan.take().conversation);
  EXPECT_EQ(plan.next(), 0s);
  (void)plan.take();
  EXPECT_FALSE(plan.next()) << "both wait for an answer";
  plan.give_back(1, 300ms);
  plan.give_back(0, 200ms);
  EXPECT_EQ(plan.next(), 300ms);
  EXPECT_EQ(plan.take().conversation, 0U);
  const auto other = plan.take();
  EXPECT_EQ(other.intended, 400ms);
  EXPECT_EQ(other.conversation, 1U);
  plan.give_back(std::nullopt, 500ms);
  EXPECT_FALSE(plan.take().conversation) << "its user begins another one";
}

TEST(ClosedLoop, ends_with_its_length) {
  auto plan = closed_loop{1, 0s, 1s};
  (void)plan.take();
  plan.give_back(0, 1s);
  EXPECT_FALSE(plan.next());
}

} // namespace
} // namespace troupe::load
