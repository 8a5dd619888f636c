#include "language/courtesy.hpp"

#include <algorithm>
#include <array>

namespace troupe::language {
namespace {

constexpr auto intents = std::to_array<std::string_view>({"greeting", "thanks", "goodbye", "human_agent"});
constexpr double sure = 0.5;

} // namespace

bool is_courtesy(std::string_view intent, double confidence) noexcept {
  return confidence >= sure && std::ranges::find(intents, intent) != intents.end();
}

} // namespace troupe::language
