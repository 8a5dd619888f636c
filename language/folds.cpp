#include "language/folds.hpp"

#include <algorithm>
#include <numeric>
#include <random>
#include <utility>

namespace troupe::language {

std::vector<std::size_t> stratified_folds(std::span<const std::size_t> labels, std::size_t folds,
                                          std::uint64_t seed) {
  auto order = std::vector<std::size_t>(labels.size());
  std::iota(order.begin(), order.end(), std::size_t{});
  auto random = std::mt19937_64{seed};
  // std::shuffle draws otherwise in each standard library.
  for (auto left = order.size(); left > 1; --left) std::swap(order[left - 1], order[random() % left]);
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return labels[i]; });
  auto fold_of = std::vector<std::size_t>(labels.size());
  for (std::size_t dealt = 0; dealt < order.size(); ++dealt) fold_of[order[dealt]] = dealt % folds;
  return fold_of;
}

split split_at(std::span<const std::size_t> fold_of, std::size_t fold) {
  auto made = split{};
  for (std::size_t i = 0; i < fold_of.size(); ++i)
    (fold_of[i] == fold ? made.held_out : made.training).push_back(i);
  return made;
}

} // namespace troupe::language
