#pragma once
#include "config/definitions.hpp"
#include "config/settings.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Settings: the environment wins over the file, which wins over the default. A variable that is empty counts
/// as unset.
namespace troupe::config {

using environment_variables = std::map<std::string, std::string, std::less<>>;

/// A file's bytes with the name that complaints give it.
struct named_text {
  std::string name;
  std::string text;
};

enum class origin : std::uint8_t { built_in, file, environment };

struct loaded {
  settings values;                   ///< to be used only if there are no problems
  std::vector<origin> origins;       ///< of each setting, in the order of definitions()
  std::vector<std::string> problems; ///< one line each: the thing, its value, what is allowed
};

/// Checks everything and reports all that is wrong, not the first fault alone.
[[nodiscard]] loaded load(const environment_variables&, const std::optional<named_text>& file);

/// The same from this process's environment and the file that TROUPE_CONFIG names, or else config/troupe.toml
/// if there is one.
[[nodiscard]] loaded load_from_system();

/// One line for each setting that was set but that this version does not serve: "DATABASE_URL is set, but …".
[[nodiscard]] std::vector<std::string> without_effect(const loaded&);

struct row {
  std::string_view name;
  std::string_view key;
  std::string value; ///< secrets are masked
  config::origin origin = origin::built_in;
  std::string allowed;
  std::string_view doc;
  bool served = true;
};

/// What `troupe config` prints.
[[nodiscard]] std::vector<row> describe(const loaded&);

[[nodiscard]] std::string_view name(origin) noexcept;

} // namespace troupe::config
