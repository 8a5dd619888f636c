#pragma once
#include "load/conversation.hpp"
#include "load/fault.hpp"

#include <span>
#include <string>
#include <vector>

namespace troupe::load {

struct history_message {
  std::string message_id;
  std::string turn_id;
  std::string role;
  std::string text;
};

/// Holds a session's whole history, oldest first, against what its conversation was told: every acknowledged
/// turn is there once, question before answer, in order and unchanged, and nothing else but the message whose
/// outcome is unknown. `questions` are those that the conversation's turns number.
[[nodiscard]] std::vector<fault> check_history(const conversation& by,
                                               std::span<const history_message> history,
                                               std::span<const std::string> questions);

} // namespace troupe::load
