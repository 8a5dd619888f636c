#pragma once
#include "messages/local/evaluation.hpp"

#include <caf/fwd.hpp>
#include <caf/replies_to.hpp>
#include <caf/typed_actor.hpp>

namespace troupe::evaluator {

/// Tells from the log what a policy would have earned. Takes seconds of a thread of its own.
using handle = caf::typed_actor<caf::replies_to<evaluate_policy>::with<policy_evaluation>>;

} // namespace troupe::evaluator
