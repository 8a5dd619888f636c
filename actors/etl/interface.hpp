#pragma once
#include "messages/local/jobs.hpp"
#include "messages/local/timer.hpp"

#include <caf/fwd.hpp>
#include <caf/replies_to.hpp>
#include <caf/typed_actor.hpp>

namespace troupe::etl {

/// Starts the periodic jobs, and remembers how they went.
using handle =
    caf::typed_actor<caf::replies_to<list_jobs>::with<job_list>, caf::replies_to<run_job>::with<found_job>,
                     caf::replies_to<cancel_job>::with<found_job>, caf::reacts_to<timer_due>>;

} // namespace troupe::etl
