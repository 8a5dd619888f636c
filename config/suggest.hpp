#pragma once
#include <optional>
#include <span>
#include <string_view>

namespace troupe::config {

/// The candidate that a misspelt name most likely meant: the nearest by edits of a letter (insertion,
/// deletion, replacement, swap of neighbours), if at most a quarter of the name, and no more than three,
/// differ.
[[nodiscard]] std::optional<std::string_view> suggest(std::string_view name,
                                                      std::span<const std::string_view> candidates);

} // namespace troupe::config
