#pragma once
#include "language/classifier.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace troupe::config {

/// Each throws std::runtime_error with the file's name, the line and the reason.
[[nodiscard]] std::vector<language::intent_rule> parse_intents(std::string_view toml,
                                                               const std::string& file);
[[nodiscard]] std::vector<language::urgency_rule> parse_urgencies(std::string_view toml,
                                                                  const std::string& file);
[[nodiscard]] language::sentiment_lexicon parse_lexicon(std::string_view toml, const std::string& file);

/// From intents.toml, urgency.toml and sentiment.toml of a configuration folder.
[[nodiscard]] language::classifier load_classifier(const std::filesystem::path& config_dir);

} // namespace troupe::config
