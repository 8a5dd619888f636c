#include "evaluation/logged_bandit.hpp"

#include <cmath>
#include <cstdint>
#include <utility>

namespace troupe::evaluation {
namespace {

/// FNV-1a, 64 bits.
std::uint64_t hash(std::string_view text, std::uint64_t from) noexcept {
  for (const char c : text) from = (from ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  return from;
}

} // namespace

std::string_view fault_of_probability(double probability) noexcept {
  if (!(probability > 0.0 && probability <= 1.0))
    return "has a probability that is not above 0 and at most 1";
  if (probability < 1.0 / largest_number) return "has a probability below 1e-30";
  return {};
}

void hashed_features::add(std::string_view space, std::string_view name, double value) {
  const auto hashed = hash(name, hash("\n", hash(space, 0xcbf29ce484222325U)));
  const auto sign = (hashed >> 63U) != 0 ? -1.0 : 1.0;
  numbers_[(hashed ^ (hashed >> 29U)) % numbers_.size()] += sign * value;
}

std::vector<double> hashed_features::take() && {
  double most = 0.0;
  for (const auto number : numbers_) most = std::max(most, std::abs(number));
  if (most <= 0.0 || !std::isfinite(most)) return std::vector<double>(numbers_.size());
  double squares = 0.0;
  for (auto& number : numbers_) {
    number /= most; // so that squares neither overflow nor vanish
    squares += number * number;
  }
  for (auto& number : numbers_) number /= std::sqrt(squares);
  return std::move(numbers_);
}

} // namespace troupe::evaluation
