#pragma once
#include "learning/rewards.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace troupe::config {

/// A weight from 0 on for each kind, one of them above 0. Throws std::runtime_error with the file's name, the
/// line and the reason.
[[nodiscard]] learning::reward_weights parse_reward_weights(std::string_view toml, const std::string& file);

/// Reads rewards.toml of a configuration folder.
[[nodiscard]] learning::reward_weights load_reward_weights(const std::filesystem::path& config_dir);

} // namespace troupe::config
