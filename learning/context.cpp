#include "learning/context.hpp"

#include <cmath>
#include <stdexcept>
#include <string>

namespace troupe::learning {
namespace {

constexpr double largest_exact = 9007199254740992.0; // 2^53

std::uint64_t whole(double number, double most, const char* what) {
  if (!(number >= 0.0 && number <= most) || number != std::floor(number))
    throw std::invalid_argument{std::string{what} + " of a context is " + std::to_string(number)};
  return static_cast<std::uint64_t>(number);
}

} // namespace

std::vector<double> features(const context& of) {
  return {static_cast<double>(of.group), static_cast<double>(of.urgency), of.sentiment,
          static_cast<double>(of.turn_number), of.confidence};
}

context context_of(std::span<const double> of) {
  if (of.size() != context_size)
    throw std::invalid_argument{"a context has " + std::to_string(context_size) + " features, not "
                                + std::to_string(of.size())};
  const auto group = whole(of[0], language::intent_group_names.size() - 1, "the intent group");
  const auto urgency = whole(of[1], language::urgency_names.size() - 1, "the urgency");
  return {static_cast<language::intent_group>(group), static_cast<language::urgency>(urgency), of[2],
          whole(of[3], largest_exact, "the turn number"), of[4]};
}

} // namespace troupe::learning
