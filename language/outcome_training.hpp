#pragma once
#include "language/outcome_model.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace troupe::language {

/// A conversation that people judged; nothing where they did not say.
struct judged_conversation {
  std::vector<utterance> messages;
  std::optional<bool> resolved;
  std::optional<bool> frustrated;
};

/// Learns weights for at most `most` grams of the last messages and as many of the whole: those that weigh
/// most in regressions on all grams that stand in two conversations or more. Softmax regression with classes
/// balanced.
[[nodiscard]] outcome_weights fit_outcomes(std::span<const judged_conversation>, std::size_t most = 1000);

} // namespace troupe::language
