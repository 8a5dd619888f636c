#pragma once
#include "language/outcome_model.hpp"

#include <span>
#include <string>
#include <vector>

namespace troupe::language {

/// The last messages of a conversation that count as recent.
[[nodiscard]] std::span<const utterance> recent_part(std::span<const utterance>) noexcept;

/// A conversation's grams of one and two words, in order, each as often as it stands there.
[[nodiscard]] std::vector<std::string> outcome_grams(std::span<const utterance>);

} // namespace troupe::language
