#pragma once
#include "config/settings.hpp"
#include "config/strategies.hpp"
#include "learning/fold.hpp"
#include "learning/log.hpp"

#include <span>
#include <string>

namespace troupe::learner {

/// What `policy` is a fold by, as everything is configured.
[[nodiscard]] learning::fold_rules rules_of(std::string policy, const config::settings&,
                                            const config::strategies&, const learning::reward_weights&);

/// The policy that chooses: the one that was promoted last, or RL_POLICY where nothing was, or where that has
/// been changed since.
[[nodiscard]] std::string champion(const std::string& configured, std::span<const learning::promotion>);

} // namespace troupe::learner
