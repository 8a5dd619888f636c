#pragma once
#include "language/signals.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace troupe::config {

/// Throws std::runtime_error with the file's name, the line and the reason.
[[nodiscard]] language::signal_words parse_signals(std::string_view toml, const std::string& file);

/// Reads signals.toml of a configuration folder.
[[nodiscard]] language::signal_words load_signals(const std::filesystem::path& config_dir);

} // namespace troupe::config
