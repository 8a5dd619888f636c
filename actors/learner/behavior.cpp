#include "actors/learner/behavior.hpp"

#include "actors/learner/initial_policy.hpp"

namespace troupe::learner {

handle::behavior_type behavior(handle::stateful_pointer<state> self, const options& with) {
  self->state.now =
      std::make_shared<const learning::snapshot>(initial_policy(*with.settings, *with.strategies));
  return {
      [self, supervisor = with.supervisor](learn_now) {
        self->send(supervisor, publish_policy{self->state.now});
      },
  };
}

} // namespace troupe::learner
