#pragma once
#include "messages/wire/time.hpp"

#include <cstdint>
#include <string>

namespace troupe {

enum class role : std::uint8_t { customer = 1, assistant = 2, agent = 3 };

/// Words and whose they are.
struct said {
  role from = role::customer;
  std::string text;

  bool operator==(const said&) const = default;
};

template <class Inspector>
auto inspect(Inspector& f, said& x) {
  return f(x.from, x.text);
}

/// One message of a session's history: the fold of a turn's text events.
struct message {
  std::string message_id; ///< "msg_" + turn's seq + the role's letter; unique in its session
  std::string turn_id;
  role from = role::customer;
  std::string text;
  timestamp created_at = 0;

  bool operator==(const message&) const = default;
};

[[nodiscard]] inline std::string customer_message_id(std::uint64_t seq) {
  return "msg_" + std::to_string(seq) + "c";
}
[[nodiscard]] inline std::string assistant_message_id(std::uint64_t seq) {
  return "msg_" + std::to_string(seq) + "a";
}
[[nodiscard]] inline std::string agent_message_id(std::uint64_t seq) {
  return "msg_" + std::to_string(seq) + "h";
}

template <class Inspector>
auto inspect(Inspector& f, message& x) {
  return f(x.message_id, x.turn_id, x.from, x.text, x.created_at);
}

} // namespace troupe
