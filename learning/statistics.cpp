#include "learning/statistics.hpp"

#include "language/classification.hpp"

#include <algorithm>
#include <cmath>

namespace troupe::learning {
namespace {

constexpr std::size_t groups = language::intent_group_names.size();

void save(checkpoint_writer& out, const tally& t) {
  out.put(t.count);
  out.put(t.sum);
  out.put(t.squares);
}

tally load(checkpoint_reader& in) {
  auto t = tally{};
  t.count = in.whole();
  t.sum = in.number();
  t.squares = in.number();
  return t;
}

} // namespace

void tally::add(double x) noexcept {
  ++count;
  sum += x;
  squares += x * x;
}

void tally::take_back(double x) noexcept {
  --count;
  sum -= x;
  squares -= x * x;
}

std::optional<double> tally::margin() const noexcept {
  if (count < 2) return std::nullopt;
  const auto n = static_cast<double>(count);
  const auto variance = std::max(0.0, (squares - sum * sum / n) / (n - 1.0));
  return 1.96 * std::sqrt(variance / n);
}

statistics::statistics(std::size_t actions) : cells_(actions * groups) {}

void statistics::add(std::size_t action, std::size_t group, const rewards& earned, double reward) {
  cells_.at(action * groups + group).add(reward);
  for (std::size_t k = 0; k < reward_kinds; ++k)
    if (earned.values[k]) kinds_[k].add(*earned.values[k]);
}

void statistics::take_back(std::size_t action, std::size_t group, const rewards& earned, double reward) {
  cells_.at(action * groups + group).take_back(reward);
  for (std::size_t k = 0; k < reward_kinds; ++k)
    if (earned.values[k]) kinds_[k].take_back(*earned.values[k]);
}

const tally& statistics::of(std::size_t action, std::size_t group) const {
  return cells_.at(action * groups + group);
}

tally statistics::of_action(std::size_t action) const {
  auto all = tally{};
  for (std::size_t g = 0; g < groups; ++g) {
    const auto& t = of(action, g);
    all.count += t.count;
    all.sum += t.sum;
    all.squares += t.squares;
  }
  return all;
}

void statistics::save(checkpoint_writer& out) const {
  for (const auto& t : cells_) learning::save(out, t);
  for (const auto& t : kinds_) learning::save(out, t);
}

statistics statistics::load(checkpoint_reader& in, std::size_t actions) {
  auto s = statistics{actions};
  for (auto& t : s.cells_) t = learning::load(in);
  for (auto& t : s.kinds_) t = learning::load(in);
  return s;
}

} // namespace troupe::learning
