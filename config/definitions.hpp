#pragma once
#include "config/settings.hpp"

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace troupe::config {

/// The kinds of setting. A duration is a whole number of the unit that its member counts in.
using setting_member =
    std::variant<std::string settings::*, std::vector<std::string> settings::*, bool settings::*,
                 std::size_t settings::*, double settings::*, std::chrono::milliseconds settings::*,
                 std::chrono::seconds settings::*, std::chrono::minutes settings::*>;

/// Whether this version does what the setting asks for.
enum class support : std::uint8_t {
  served,
  reserved, ///< accepted, so that one environment fits several versions; `serve` says that it has no effect
};

/// Which numbers are allowed, both ends included; double holds every whole number that is used here exactly.
struct range {
  double least = 0;
  double most = 0;
};

/// One setting: what loading, `troupe config` and the documentation are made from.
struct definition {
  std::string_view name; ///< in the environment
  std::string_view key;  ///< in the file: table.name
  setting_member member;
  config::range range;                       ///< of a number
  std::span<const std::string_view> choices; ///< of a text; empty: any
  bool secret = false;
  config::support support = support::served;
  std::string_view doc;
};

/// Every setting, in the order in which people read them.
[[nodiscard]] std::span<const definition> definitions() noexcept;

/// What the setting takes, for people: "a whole number from 0 to 65535".
[[nodiscard]] std::string allowed(const definition&);

/// The setting's value as it would be written in the environment.
[[nodiscard]] std::string text_of(const definition&, const settings&);

} // namespace troupe::config
