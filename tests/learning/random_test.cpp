#include "learning/random.hpp"

#include <gtest/gtest.h>

#include <array>
#include <random>

namespace troupe::learning {
namespace {

static_assert(std::uniform_random_bit_generator<random_stream>);

TEST(RandomStream, IsThePublishedGenerator) {
  // The first numbers of the authors' splitmix64.c from the seed 1234567.
  auto random = random_stream{1234567};
  for (const auto expected : {6457827717110365317ULL, 3203168211198807973ULL, 9817491932198370423ULL})
    EXPECT_EQ(random(), expected);
}

TEST(RandomStream, IsAFunctionOfSeedAndKey) {
  auto first = random_stream{1, "trn_a"};
  auto same = random_stream{1, "trn_a"};
  auto other_key = random_stream{1, "trn_b"};
  auto other_seed = random_stream{2, "trn_a"};
  const auto drawn = first();
  EXPECT_EQ(drawn, same());
  EXPECT_NE(drawn, other_key());
  EXPECT_NE(drawn, other_seed());
}

TEST(RandomStream, FirstDrawsOfConsecutiveTurnsAreUniform) {
  constexpr int draws = 100'000;
  std::array<int, 10> bins{};
  for (int turn = 0; turn < draws; ++turn) {
    const auto u = random_stream{1, "trn_" + std::to_string(turn)}.uniform();
    ASSERT_GE(u, 0.0);
    ASSERT_LT(u, 1.0);
    ++bins[static_cast<std::size_t>(u * 10)];
  }
  // 5 standard deviations of a binomial count.
  for (const auto count : bins) EXPECT_NEAR(count, draws / 10, 5 * 95);
}

} // namespace
} // namespace troupe::learning
