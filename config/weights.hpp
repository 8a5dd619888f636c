#pragma once
#include "language/outcome_model.hpp"
#include "language/sentiment.hpp"

#include <filesystem>
#include <string>
#include <string_view>

/// Learned weights, which stand beside the tables that people write. `troupe train` makes them.
namespace troupe::config {

constexpr std::string_view sentiment_weights_file = "sentiment_weights.toml";
constexpr std::string_view outcome_weights_file = "outcome_weights.toml";

/// Each throws std::runtime_error with the file's name, the line and the reason.
[[nodiscard]] language::sentiment_weights parse_sentiment_weights(std::string_view toml,
                                                                  const std::string& file);
[[nodiscard]] language::outcome_weights parse_outcome_weights(std::string_view toml, const std::string& file);

[[nodiscard]] language::sentiment_weights load_sentiment_weights(const std::filesystem::path& config_dir);
[[nodiscard]] language::outcome_weights load_outcome_weights(const std::filesystem::path& config_dir);

/// The text of a file that the parser reads, with `made_by` as its first line.
[[nodiscard]] std::string to_toml(const language::sentiment_weights&, std::string_view made_by);
[[nodiscard]] std::string to_toml(const language::outcome_weights&, std::string_view made_by);

} // namespace troupe::config
