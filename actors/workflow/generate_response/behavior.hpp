#pragma once
#include "actors/workflow/generate_response/interface.hpp"
#include "config/strategies.hpp"

#include <caf/typed_event_based_actor.hpp>

#include <cstdint>

namespace troupe::generate_response {

struct options {
  const config::strategies*
      strategies;          ///< outlives the actor; its order is the order of the policy's actions
  double answerable = 0.5; ///< below it the documents are taken not to hold the answer
  std::uint64_t seed = 1;  ///< with the turn's id it makes the draws
};

handle::behavior_type behavior(handle::pointer, const options&);

} // namespace troupe::generate_response
