#pragma once
#include "config/strategies.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace troupe::config {

/// What a language model is told, from config/prompts/. The texts have placeholders, {{name}}, each of which
/// is known to be one of those listed here.
struct prompt_templates {
  /// STRATEGY.txt of each strategy, in their order, with rules.txt in place of {{rules}}: the system's
  /// message.
  std::vector<std::string> system;
  /// message.txt: the last message, with {{sources}}, {{customer}} and {{question}}.
  std::string message;
};

/// Throws std::runtime_error naming the file and what is wrong with it.
[[nodiscard]] prompt_templates load_prompts(const std::filesystem::path& config_dir, const strategies&);

} // namespace troupe::config
