#include "language/folds.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

namespace troupe::language {
namespace {

TEST(Folds, HaveEachLabelEvenlyAndTheSameForASeed) {
  auto labels = std::vector<std::size_t>(20, 0);
  labels.resize(30, 1);
  const auto fold_of = stratified_folds(labels, 5, 1);
  auto counts = std::array<std::array<int, 2>, 5>{};
  for (std::size_t i = 0; i < labels.size(); ++i) ++counts.at(fold_of[i]).at(labels[i]);
  for (const auto& fold : counts) {
    EXPECT_EQ(fold[0], 4);
    EXPECT_EQ(fold[1], 2);
  }
  EXPECT_EQ(stratified_folds(labels, 5, 1), fold_of);
  EXPECT_NE(stratified_folds(labels, 5, 2), fold_of);
}

TEST(Folds, SplitIntoThemselvesAndTheOthers) {
  const auto fold_of = std::vector<std::size_t>{0, 1, 0, 2};
  const auto parts = split_at(fold_of, 0);
  EXPECT_EQ(parts.held_out, (std::vector<std::size_t>{0, 2}));
  EXPECT_EQ(parts.training, (std::vector<std::size_t>{1, 3}));
}

TEST(Folds, MayBeEmpty) { EXPECT_TRUE(stratified_folds({}, 5, 1).empty()); }

} // namespace
} // namespace troupe::language
