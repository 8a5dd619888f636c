#pragma once
#include "language/outcome_training.hpp"

#include <optional>
#include <string>
#include <vector>

namespace troupe::app::eval {

/// A conversation, and what people said of it.
struct labelled_conversation {
  struct message {
    bool by_customer = true;
    std::string text;
  };
  std::string id;
  std::vector<message> messages;
  std::optional<bool> resolved;
  std::optional<bool> frustrated;

  /// Views of its texts.
  [[nodiscard]] language::judged_conversation judged() const;
};

/// JSON lines {"id","turns":[{"s":"user"|"agent","t"}],"label_task_success","label_user_annoyed"}. Throws
/// std::runtime_error with file, line and reason.
[[nodiscard]] std::vector<labelled_conversation> read_conversations(const std::vector<std::string>& files);

} // namespace troupe::app::eval
