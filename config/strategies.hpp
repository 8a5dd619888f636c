#pragma once
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::config {

/// A way of answering, from config/strategies.toml.
struct strategy {
  std::string name;
  std::string description;
  std::string opening;        ///< stands before the answer; may be empty
  std::string closing;        ///< stands behind it; may be empty
  double initial_value = 0.5; ///< 0..1: what it is believed to be worth before anything was learned
  bool offers_human = false;  ///< its closing offers to pass the customer on to a human
};

/// In the order of the policy's actions; never empty, names are unique.
using strategies = std::vector<strategy>;

/// Throws std::runtime_error with the file's name, the line and the reason.
[[nodiscard]] strategies parse_strategies(std::string_view toml, const std::string& file);

/// Reads strategies.toml of a configuration folder.
[[nodiscard]] strategies load_strategies(const std::filesystem::path& config_dir);

} // namespace troupe::config
