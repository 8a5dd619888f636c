#include "actors/store/behavior.hpp"
#include "storage/error.hpp"
#include "telemetry/log.hpp"

namespace troupe::store {

checkpointer::behavior_type checkpointer_behavior(checkpointer::stateful_pointer<checkpointer_state> self,
                                                  const std::function<void()>& run,
                                                  std::chrono::milliseconds period) {
  self->delayed_send(self, period, checkpoint_now{});
  return {
      [self, run, period](checkpoint_now) {
        try {
          run();
        } catch (const storage::error& e) {
          log::error("the log could not be copied into the database",
                     {{"reason", std::string_view{e.what()}}});
        }
        self->delayed_send(self, period, checkpoint_now{});
      },
  };
}

} // namespace troupe::store
