#pragma once
#include "messages/wire/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// What is derived of a customer is made of this and nothing else, so the same history always says the same.
namespace troupe::graph_sync {

struct customer_message {
  timestamp at = 0;
  std::string text = {};
  double sentiment = 0.0; ///< -1..1
  bool frustrated = false;
  bool thanked = false;
};

enum class session_end : std::uint8_t { open, resolved, escalated };

struct customer_session {
  timestamp started_at = 0;
  session_end end = session_end::open;
  std::optional<double> csat = {};   ///< 1..5; the last that was given
  std::optional<double> thumbs = {}; ///< 1 up, 0 down; the last that was given
};

struct customer_history {
  std::vector<customer_message> messages; ///< oldest first
  std::vector<customer_session> sessions; ///< oldest first
};

} // namespace troupe::graph_sync
