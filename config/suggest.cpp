#include "config/suggest.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <numeric>
#include <utility>
#include <vector>

namespace troupe::config {
namespace {

/// Optimal string alignment distance, one row at a time.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> above(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(above.begin(), above.end(), 0U);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before.swap(above);
    above.swap(row);
  }
  return above.back();
}

} // namespace

std::optional<std::string_view> suggest(std::string_view name, std::span<const std::string_view> candidates) {
  constexpr std::size_t longest_name = 80; // beyond it a name is no misspelling of ours
  if (name.size() > longest_name) return std::nullopt;
  auto nearest = std::pair{std::min<std::size_t>(3, name.size() / 4) + 1, std::string_view{}};
  for (const auto candidate : candidates)
    if (const auto d = distance(name, candidate); d < nearest.first) nearest = {d, candidate};
  if (nearest.second.empty()) return std::nullopt;
  return nearest.second;
}

} // namespace troupe::config
