#include "learning/state_map.hpp"

#include <algorithm>
#include <cmath>

namespace troupe::learning {
namespace {

using language::intent_group;

std::size_t subject(intent_group group) noexcept {
  switch (group) {
  case intent_group::order: return 0;
  case intent_group::payment: return 1;
  case intent_group::product: return 2;
  case intent_group::account: return 3;
  case intent_group::other:
  case intent_group::conversation: break;
  }
  return 4;
}

std::size_t mood(double sentiment, std::uint64_t turn_number) noexcept {
  const std::size_t later = turn_number > 1 ? 1 : 0;
  if (sentiment < -0.2) return later;
  if (sentiment <= 0.2) return 2 + later;
  return 4;
}

} // namespace

std::size_t state_of(const context& of) noexcept {
  const std::size_t confident = of.confidence >= 0.5 ? 1 : 0;
  const std::size_t pressing = of.urgency >= language::urgency::high ? 1 : 0;
  return 20 * subject(of.group) + 10 * confident + 5 * pressing + mood(of.sentiment, of.turn_number);
}

std::size_t grid_state(std::span<const double> numbers) noexcept {
  std::size_t bands = 1;
  const auto cells = [&](std::size_t of) {
    return std::pow(static_cast<double>(of), static_cast<double>(numbers.size()));
  };
  while (!numbers.empty() && cells(bands + 1) <= static_cast<double>(state_count)) ++bands;
  std::size_t state = 0;
  for (const auto number : numbers) {
    const auto place = (std::clamp(number, -1.0, 1.0) + 1.0) / 2.0 * static_cast<double>(bands);
    state = state * bands + std::min(static_cast<std::size_t>(place), bands - 1);
  }
  return state;
}

} // namespace troupe::learning
