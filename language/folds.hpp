#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace troupe::language {

/// Deals items out to folds 0 to `folds` - 1 for cross-validation, at random, and each label evenly. The same
/// seed gives the same folds on every machine.
[[nodiscard]] std::vector<std::size_t> stratified_folds(std::span<const std::size_t> labels,
                                                        std::size_t folds, std::uint64_t seed);

/// The numbers of the items that are in the fold, or not in it.
struct split {
  std::vector<std::size_t> training;
  std::vector<std::size_t> held_out;
};
[[nodiscard]] split split_at(std::span<const std::size_t> fold_of, std::size_t fold);

} // namespace troupe::language
