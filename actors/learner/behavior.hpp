#pragma once
#include "actors/learner/interface.hpp"
#include "actors/supervisor/interface.hpp"
#include "config/settings.hpp"
#include "config/strategies.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <memory>

namespace troupe::learner {

struct options {
  const config::settings* settings;
  const config::strategies* strategies; ///< their order is the order of the policy's actions
  supervisor::handle supervisor;
};

/// The policy is a fold of the committed log: it stands here as the snapshot before the log's first entry,
/// and each later one replaces it.
struct state {
  static constexpr const char* name = "learner";
  std::shared_ptr<const learning::snapshot> now;
};

handle::behavior_type behavior(handle::stateful_pointer<state>, const options&);

} // namespace troupe::learner
