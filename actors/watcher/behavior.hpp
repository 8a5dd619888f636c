#pragma once
#include "actors/knowledge/interface.hpp"
#include "actors/timer/interface.hpp"
#include "actors/watcher/folder_watch.hpp"
#include "actors/watcher/interface.hpp"
#include "actors/watcher/quiet_period.hpp"
#include "config/settings.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <optional>

namespace troupe::watcher {

struct options {
  const config::settings* settings;
  timer::handle timer;
  knowledge::handle knowledge;
};

struct state {
  static constexpr const char* name = "watcher";
  std::optional<quiet_period> changes;
  std::optional<folder_watch> watch;
};

/// Asks for a sync when the folder of documents has changed and is quiet again.
handle::behavior_type behavior(handle::stateful_pointer<state>, const options&);

} // namespace troupe::watcher
