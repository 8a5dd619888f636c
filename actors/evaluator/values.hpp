#pragma once
#include "learning/fold.hpp"
#include "messages/local/evaluation.hpp"

#include <cstddef>
#include <span>

namespace troupe::evaluator {

/// The latest ones count where there are more: an evaluation takes memory and time by the decision.
constexpr std::size_t most_decisions = 100'000;

/// What the policy of the rules would have earned with these decisions, in rewards as they are combined, not
/// normalised.
[[nodiscard]] policy_evaluation value_of(const learning::fold_rules&, std::span<const learning::lesson>);

} // namespace troupe::evaluator
