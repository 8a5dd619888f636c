#pragma once
#include "learning/log.hpp"

#include <span>
#include <string>

namespace troupe::learner {

/// The policy that chooses: the one that was promoted last, or RL_POLICY where nothing was, or where that has
/// been changed since.
[[nodiscard]] std::string champion(const std::string& configured, std::span<const learning::promotion>);

} // namespace troupe::learner
