#pragma once
#include "config/settings.hpp"
#include "config/strategies.hpp"
#include "learning/policy.hpp"

namespace troupe::learner {

/// The first version of the policy that RL_POLICY names: what the strategies are believed to be worth before
/// anything was learned. Throws std::invalid_argument on a policy that there is not, or without strategies.
[[nodiscard]] learning::snapshot initial_policy(const config::settings&, const config::strategies&);

} // namespace troupe::learner
