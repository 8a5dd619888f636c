#pragma once
#include "config/settings.hpp"
#include "config/strategies.hpp"
#include "learning/fold.hpp"

#include <string>

namespace troupe::config {

/// What `policy` is a fold by, as everything is configured.
[[nodiscard]] learning::fold_rules rules_of(std::string policy, const settings&, const strategies&,
                                            const learning::reward_weights&);

} // namespace troupe::config
