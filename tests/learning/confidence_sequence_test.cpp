#include "learning/confidence_sequence.hpp"
#include "learning/random.hpp"

#include <gmock/gmock.h>

#include <limits>
#include <stdexcept>

namespace troupe::learning {
namespace {

constexpr double error = 0.05;

TEST(ConfidenceSequence, KnowsNothingBeforeTheFirstValue) {
  const auto of = confidence_sequence{-1.0, 1.0};
  EXPECT_EQ(of.count(), 0U);
  EXPECT_EQ(of.lower(error), -1.0);
  EXPECT_FALSE(of.above(-1.0, error));
  EXPECT_TRUE(of.above(-1.1, error)) << "no mean is below the least value";
}

TEST(ConfidenceSequence, ComesToTheMeanFromBelow) {
  auto of = confidence_sequence{0.0, 1.0};
  auto random = random_stream{1};
  auto distance = 1.0;
  for (const auto n : {100, 1'000, 10'000, 100'000}) {
    while (of.count() < static_cast<std::uint64_t>(n)) of.see(random.uniform() < 0.3 ? 1.0 : 0.0);
    EXPECT_GT(of.mean() - of.lower(error), 0.0);
    EXPECT_LT(of.mean() - of.lower(error), distance);
    distance = of.mean() - of.lower(error);
  }
  EXPECT_LT(distance, 0.01);
}

TEST(ConfidenceSequence, SaysTheSameOfABoundAsWhereItStands) {
  auto of = confidence_sequence{-1.0, 1.0};
  auto random = random_stream{2};
  for (int i = 0; i < 500; ++i) of.see(2.0 * random.uniform() - 0.8);
  const auto bound = of.lower(error);
  EXPECT_TRUE(of.above(bound - 1e-6, error));
  EXPECT_FALSE(of.above(bound + 1e-6, error));
  EXPECT_LT(of.lower(error / 10), bound) << "who errs less says less";
}

TEST(ConfidenceSequence, HoldsAtAllTimesOfValuesThatHaveLongTails) {
  // Nearly always -1, seldom 49: the mean is 0, and early on no value tells of it.
  auto wrong = 0;
  constexpr int runs = 1'000;
  for (std::uint64_t run = 0; run < runs; ++run) {
    auto of = confidence_sequence{-1.0, 1.0};
    auto random = random_stream{run, "long tails"};
    auto ever = false;
    for (int i = 0; i < 400 && !ever; ++i) {
      of.see(random.uniform() < 0.02 ? 49.0 : -1.0);
      ever = of.above(0.0, error);
    }
    wrong += ever ? 1 : 0;
  }
  EXPECT_LE(wrong, error * runs);
}

TEST(ConfidenceSequence, IsOfTheMeanOfExpectationsThatChange) {
  // Expected are 0.9 in the first quarter and 0.1 behind it: 0.3 in all.
  auto of = confidence_sequence{0.0, 1.0};
  auto random = random_stream{3};
  constexpr int values = 40'000;
  for (int i = 0; i < values; ++i) of.see(random.uniform() < (i < values / 4 ? 0.9 : 0.1) ? 1.0 : 0.0);
  EXPECT_LT(of.lower(error), 0.3);
  EXPECT_GT(of.lower(error), 0.25);
}

TEST(ConfidenceSequence, RefusesWhatIsNoValueAndStaysAsItIs) {
  auto of = confidence_sequence{-1.0, 1.0};
  of.see(0.5);
  const auto before = of;
  for (const auto value :
       {-1.1, std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()})
    EXPECT_THROW(of.see(value), std::invalid_argument) << value;
  EXPECT_EQ(of, before);
  EXPECT_THROW((confidence_sequence{1.0, 1.0}), std::invalid_argument);
}

TEST(ConfidenceSequence, GoesOnFromItsBytes) {
  auto whole = confidence_sequence{-1.0, 1.0};
  for (int i = 0; i < 7; ++i) whole.see(i / 3.0);
  checkpoint_writer out;
  whole.save(out);
  const auto bytes = std::move(out).take();
  auto in = checkpoint_reader{bytes};
  auto read = confidence_sequence{-1.0, 1.0};
  read.load(in);
  in.end();
  EXPECT_EQ(read, whole);
}

} // namespace
} // namespace troupe::learning
