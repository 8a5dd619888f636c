#pragma once
#include "config/toml.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

/// Reading the tables of data that stand beside troupe.toml: every fault names file, line and reason.
namespace troupe::config {

/// Throws std::runtime_error: "FILE:LINE: why".
[[noreturn]] void refuse(const std::string& file, const toml::node&, std::string_view why);

/// Throws std::runtime_error on text that is no TOML.
[[nodiscard]] toml::table parse_toml(std::string_view text, const std::string& file);

/// The array of tables under `key`, of at least one entry.
[[nodiscard]] const toml::array& tables(const toml::table& from, std::string_view key,
                                        const std::string& file);

/// A member that must be there, of the type T as TOML has it.
template <class T>
[[nodiscard]] T required(const toml::table& entry, std::string_view key, const std::string& file) {
  if (const auto value = entry[key].value<T>()) return *value;
  refuse(file, entry, std::string{key} + " is missing or of the wrong type");
}

/// A member that may be left out.
template <class T>
[[nodiscard]] T optional(const toml::table& entry, std::string_view key, T otherwise,
                         const std::string& file) {
  return entry.contains(key) ? required<T>(entry, key, file) : otherwise;
}

/// An array of texts that must be there, none of them empty.
[[nodiscard]] std::vector<std::string> texts(const toml::table& entry, std::string_view key,
                                             const std::string& file);

/// Refuses members that nobody reads: a misspelt name must not pass for a default.
void refuse_unknown(const toml::table& entry, std::initializer_list<std::string_view> known,
                    const std::string& file);

/// The whole file. Throws std::runtime_error if it cannot be read.
[[nodiscard]] std::string read_text(const std::filesystem::path& file);

} // namespace troupe::config
