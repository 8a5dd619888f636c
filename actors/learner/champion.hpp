#pragma once
#include "config/settings.hpp"
#include "config/strategies.hpp"
#include "learning/fold.hpp"
#include "learning/log.hpp"

#include <optional>
#include <span>
#include <string>

namespace troupe::learner {

/// The policy that chooses: the one that was promoted last, or RL_POLICY where nothing was, or where that has
/// been changed since.
[[nodiscard]] std::string champion(const std::string& configured, std::span<const learning::promotion>);

/// What is learned: the champion and, in the shadow, the configured challenger, unless that chooses already
/// or was sent back by the guard. A champion that took over by itself is guarded.
[[nodiscard]] learning::fold_rules rules_in_force(const config::settings&, const config::strategies&,
                                                  const learning::reward_weights&,
                                                  std::span<const learning::promotion>);

/// The promotion that is due by what was learned under the rules in force, if one is; who, when and under
/// which RL_POLICY are left open. Without an apprentice's challenger, which only watches.
[[nodiscard]] std::optional<learning::promotion> due(const learning::fold&, bool apprentice);

} // namespace troupe::learner
