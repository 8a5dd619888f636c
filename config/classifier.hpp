#pragma once
#include "language/classifier.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace troupe::config {

/// Each throws std::runtime_error with the file's name, the line and the reason.
[[nodiscard]] std::vector<language::intent_rule> parse_intents(std::string_view toml,
                                                               const std::string& file);
/// What makes a message urgent.
struct urgency_table {
  std::vector<language::urgency_rule> rules;
  std::vector<language::urgency_examples> levels;
};
[[nodiscard]] urgency_table parse_urgencies(std::string_view toml, const std::string& file);
[[nodiscard]] language::sentiment_lexicon parse_lexicon(std::string_view toml, const std::string& file);

/// From intents.toml of a configuration folder.
[[nodiscard]] std::vector<language::intent_rule> load_intents(const std::filesystem::path& config_dir);

/// From sentiment.toml of a configuration folder; words that it does not have from vader_lexicon.txt of
/// the models' folder, if it is there.
[[nodiscard]] language::sentiment_lexicon load_lexicon(const std::filesystem::path& config_dir,
                                                       const std::filesystem::path& model_dir);

/// From the tables and the learned weights of a configuration folder, trained with the encoder if there is
/// one.
[[nodiscard]] language::classifier load_classifier(const std::filesystem::path& config_dir,
                                                   const std::filesystem::path& model_dir = {},
                                                   const language::embedder& = {});

} // namespace troupe::config
