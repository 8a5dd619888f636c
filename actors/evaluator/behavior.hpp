#pragma once
#include "actors/evaluator/interface.hpp"
#include "config/settings.hpp"
#include "config/strategies.hpp"
#include "learning/rewards.hpp"
#include "storage/experience.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <functional>
#include <memory>

namespace troupe::evaluator {

struct options {
  const config::settings* settings;
  const config::strategies* strategies;
  const learning::reward_weights* weights;
};

using open_log = std::function<std::shared_ptr<storage::experience_reader>()>;

struct state {
  static constexpr const char* name = "evaluator";
  std::shared_ptr<storage::experience_reader> log;
};

/// Blocks: it reads on a connection of its own, and computes.
handle::behavior_type behavior(handle::stateful_pointer<state>, const open_log&, const options&);

} // namespace troupe::evaluator
