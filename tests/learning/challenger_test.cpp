#include "learning/challenger.hpp"
#include "learning/guard.hpp"
#include "learning/random.hpp"

#include <gmock/gmock.h>

namespace troupe::learning {
namespace {

constexpr std::size_t actions = 2;

policy always(std::size_t action) { return fixed{action, actions}; }

/// A decision of a champion that takes the first action with `often`, else the second.
experience decided(random_stream& random, double often, double reward) {
  const std::size_t action = random.uniform() < often ? 0 : 1;
  return {{{}, {action, action == 0 ? often : 1.0 - often}}, reward, {}};
}

TEST(Challenger, DoesNotWinMoreOftenThanItsErrorWhereNothingIsBetter) {
  // Rewards come however one answers; a look after every conversation.
  constexpr int runs = 1'000;
  auto won = 0;
  for (std::uint64_t run = 0; run < runs; ++run) {
    auto random = random_stream{run, "alike"};
    auto of = challenger{always(1)};
    for (std::uint64_t n = 1; n <= 300 && of.won_at() == 0; ++n) {
      const auto reward = random.uniform() < 0.6 ? 1.0 : 0.0;
      of.judge(std::vector{decided(random, 0.8, reward), decided(random, 0.8, reward)}, n);
    }
    won += of.won_at() != 0 ? 1 : 0;
  }
  EXPECT_LE(won, challenger::error * runs);
}

TEST(Challenger, WinsWhereItIsBetterAndCountsNoMore) {
  auto random = random_stream{1};
  auto of = challenger{always(1)};
  auto n = std::uint64_t{0};
  while (of.won_at() == 0 && n < 5'000) {
    auto one = decided(random, 0.8, 0.0);
    one.reward = random.uniform() < (one.made.chosen.action == 1 ? 0.9 : 0.4) ? 1.0 : 0.0;
    of.judge(std::vector{one}, ++n);
  }
  EXPECT_EQ(of.won_at(), n);
  EXPECT_GT(of.gain().lower(challenger::error), 0.0);
  const auto count = of.gain().count();
  of.judge(std::vector{decided(random, 0.8, 1.0)}, n + 1);
  EXPECT_EQ(of.gain().count(), count);
  EXPECT_EQ(of.won_at(), n);
}

TEST(Challenger, GainsNothingByDoingTheSame) {
  auto random = random_stream{1};
  auto of = challenger{uniform{actions}};
  for (std::uint64_t n = 1; n <= 100; ++n) of.judge(std::vector{decided(random, 0.5, 1.0)}, n);
  EXPECT_EQ(of.gain().mean(), 0.0);
  EXPECT_EQ(of.agreement(), 0.5);
  EXPECT_EQ(of.won_at(), 0U);
}

TEST(Challenger, TakesAConversationForOneValue) {
  auto of = challenger{always(1)};
  // It would have done the second (weight 4), not the first: (-1 * 0.5 + 3 * 1) / 2.
  of.judge(std::vector<experience>{{{{}, {0, 0.75}}, 0.5, {}}, {{{}, {1, 0.25}}, 1.0, {}}}, 1);
  EXPECT_EQ(of.gain().count(), 1U);
  EXPECT_DOUBLE_EQ(of.gain().mean(), 1.25);
  of.judge({}, 2);
  EXPECT_EQ(of.gain().count(), 1U);
}

TEST(Challenger, IsNotMovedByAWeightThatIsBeyondAllMeasure) {
  auto of = challenger{always(1)};
  of.judge(std::vector<experience>{{{{}, {1, 1e-300}}, 1.0, {}}}, 1);
  EXPECT_LE(of.gain().lower(challenger::error), 1.0);
  EXPECT_EQ(of.won_at(), 0U) << "one conversation proves nothing";
}

TEST(Guard, DoesNotTripMoreOftenThanItsErrorWhereNothingHasWorsened) {
  constexpr int runs = 1'000;
  auto tripped = 0;
  for (std::uint64_t run = 0; run < runs; ++run) {
    auto random = random_stream{run, "as before"};
    auto of = guard{};
    for (int n = 0; n < 200; ++n) of.see_before(random.uniform() < 0.1);
    for (std::uint64_t n = 1; n <= 400 && of.tripped_at() == 0; ++n) of.see_since(random.uniform() < 0.1, n);
    tripped += of.tripped_at() != 0 ? 1 : 0;
  }
  EXPECT_LE(tripped, guard::error * runs);
}

TEST(Guard, TripsWhereMoreConversationsAreEscalated) {
  auto random = random_stream{1};
  auto of = guard{};
  for (int n = 0; n < 1'000; ++n) of.see_before(random.uniform() < 0.05);
  auto n = std::uint64_t{0};
  while (of.tripped_at() == 0 && n < 5'000) of.see_since(random.uniform() < 0.3, ++n);
  EXPECT_EQ(of.tripped_at(), n);
  EXPECT_GT(of.floor(), of.ceiling());
}

TEST(Guard, DoesNotTripWithoutAPast) {
  auto of = guard{};
  for (std::uint64_t n = 1; n <= 2'000; ++n) of.see_since(true, n);
  EXPECT_EQ(of.tripped_at(), 0U);
  EXPECT_EQ(of.ceiling(), 1.0);
}

} // namespace
} // namespace troupe::learning
