#pragma once
#include "messages/local/gaps.hpp"

#include <caf/fwd.hpp>
#include <caf/replies_to.hpp>
#include <caf/typed_actor.hpp>

namespace troupe::gaps {

/// Finds what customers asked and the documents did not answer.
using handle = caf::typed_actor<caf::replies_to<find_gaps>::with<gap_list>>;

} // namespace troupe::gaps
