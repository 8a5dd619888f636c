#include "actors/llm/fair_queue.hpp"

#include <gtest/gtest.h>

#include <string>

namespace troupe::llm {
namespace {

/// Everything in it, in the order in which it comes out.
std::string drained(fair_queue<char>& q) {
  auto all = std::string{};
  while (const auto next = q.pop()) all += *next;
  return all;
}

TEST(FairQueue, KeysTakeTurns) {
  auto q = fair_queue<char>{10};
  for (const auto c : std::string{"abcd"}) EXPECT_TRUE(q.push("greedy", c));
  EXPECT_TRUE(q.push("modest", 'x'));
  EXPECT_TRUE(q.push("third", 'y'));
  EXPECT_TRUE(q.push("modest", 'z'));
  EXPECT_EQ(drained(q), "axybzcd");
}

TEST(FairQueue, RefusesBeyondItsBound) {
  auto q = fair_queue<char>{2};
  EXPECT_TRUE(q.push("a", '1'));
  EXPECT_TRUE(q.push("b", '2'));
  EXPECT_FALSE(q.push("c", '3'));
  EXPECT_EQ(q.pop(), '1');
  EXPECT_TRUE(q.push("c", '3'));
  EXPECT_EQ(drained(q), "23");
}

TEST(FairQueue, ForgetsWhatIsErased) {
  auto q = fair_queue<char>{3};
  EXPECT_TRUE(q.push("a", '1'));
  EXPECT_TRUE(q.push("a", '2'));
  EXPECT_TRUE(q.push("b", '3'));
  q.erase('3');
  q.erase('1');
  q.erase('9');
  EXPECT_EQ(q.size(), 1);
  EXPECT_EQ(drained(q), "2");
  EXPECT_EQ(q.size(), 0);
}

} // namespace
} // namespace troupe::llm
