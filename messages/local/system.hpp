#pragma once
#include "learning/policy.hpp"
#include "messages/wire/errc.hpp"
#include "messages/wire/feedback.hpp"
#include "messages/wire/gateway.hpp"
#include "messages/wire/time.hpp"

#include <caf/allowed_unsafe_message_type.hpp>

#include <memory>
#include <string>
#include <vector>

namespace troupe {

/// learner -> supervisor: a new version of the policy.
struct publish_policy {
  std::shared_ptr<const learning::snapshot> policy;
};

/// supervisor -> learner: publish the policy as it stands.
struct learn_now {};

/// POST /v1/turns/{id}/feedback, on its way to the collector.
struct give_feedback {
  feedback_record given;
  caller who;
};

enum class component_state : std::uint8_t { starting, up, degraded, down, off };
struct component_health {
  std::string name;
  component_state state = component_state::starting;
  timestamp since = 0;
  std::string reason; ///< why it is not up; empty otherwise. `off`: nothing is wrong, it is not in use
  std::size_t restarts = 0;
};
struct read_health {};
struct health_report {
  bool ready = false; ///< able to answer a turn
  std::vector<component_health> components;
};

/// One component's own word on its state, to the supervisor.
struct report_health {
  std::string name;
  component_state state = component_state::up;
  std::string reason;
};

/// Stop everything in the written order; answered when all have gone.
struct stop_all {};
struct stopped {};

} // namespace troupe

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::publish_policy)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::learn_now)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::give_feedback)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::read_health)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::health_report)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::report_health)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::stop_all)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::stopped)
