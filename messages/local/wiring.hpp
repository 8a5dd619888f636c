#pragma once
#include <caf/allowed_unsafe_message_type.hpp>

#include <memory>

namespace troupe {

struct wiring; // actors/wiring.hpp

/// The handles and snapshots of the moment. The supervisor publishes a new one whenever any of them changes.
struct use_wiring {
  std::shared_ptr<const wiring> now;
};

} // namespace troupe

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::use_wiring)
