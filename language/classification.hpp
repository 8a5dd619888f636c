#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// What a customer's message is about, and in what mood and hurry.
namespace troupe::language {

enum class urgency : std::uint8_t { low, medium, high, critical };
constexpr auto urgency_names = std::to_array<std::string_view>({"low", "medium", "high", "critical"});

[[nodiscard]] constexpr std::string_view name(urgency of) noexcept {
  return urgency_names[static_cast<std::size_t>(of)];
}

/// The broad subject of an intent. A policy learns per group, and the log keeps the number: never renumber.
enum class intent_group : std::uint8_t { other, order, payment, product, account, conversation };
constexpr auto intent_group_names =
    std::to_array<std::string_view>({"other", "order", "payment", "product", "account", "conversation"});

[[nodiscard]] constexpr std::string_view name(intent_group of) noexcept {
  return intent_group_names[static_cast<std::size_t>(of)];
}

/// The intent of a message that none fits.
constexpr std::string_view unknown_intent = "unknown";

/// As it is made it says that nothing is known.
struct classification {
  std::string intent{unknown_intent};
  intent_group group = intent_group::other;
  double in_scope = 0.0; ///< 0..1: how likely the message is about any of the intents
  language::urgency urgency = language::urgency::medium;
  std::vector<std::string> urgency_reasons;
  double sentiment = 0.0;  ///< -1..1
  double confidence = 0.0; ///< 0..1, in the intent

  bool operator==(const classification&) const = default;
};

} // namespace troupe::language
