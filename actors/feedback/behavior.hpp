#pragma once
#include "actors/feedback/interface.hpp"
#include "actors/learner/interface.hpp"
#include "actors/store/interface.hpp"
#include "actors/supervisor/interface.hpp"
#include "actors/timer/interface.hpp"
#include "config/settings.hpp"
#include "learning/episodes.hpp"
#include "telemetry/metrics.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>
#include <caf/typed_response_promise.hpp>

#include <optional>
#include <vector>

namespace troupe::feedback {

struct options {
  const config::settings* settings;
  telemetry::metrics* metrics;
  std::uint64_t epoch = 0; ///< of this owner of the database
  store::writer writer;
  store::reader reader;
  store::log_reader log;
  learner::handle learner;
  timer::handle timer;
  supervisor::handle supervisor;
  timestamp (*wall_clock)();
};

/// Reads the log of changes page by page; what ends an episode or corrects one is settled in one transaction
/// together with how far it has read. Whatever goes wrong, it begins again from what is durable.
class state {
public:
  static constexpr const char* name = "feedback";

  void start(handle::stateful_pointer<state>, const options&);
  caf::result<committed> add(const give_feedback&);
  void wake();

private:
  void load();
  void read();
  void take(const learning::log_page&);
  void look_up(const std::vector<learning::episode>& ended, std::vector<std::int64_t> judged, bool more);
  void settle(std::vector<learning::lesson>, bool more);
  struct appended {
    std::size_t learned = 0;
    std::size_t corrected = 0;
  };
  void settled(const failure& outcome, const learning::consumer& now, const appended&, bool more);
  void go_on(bool more);
  void rest();
  void start_over(const failure& why);
  template <class Reply, class Actor, class Request, class Then>
  void ask(const Actor&, Request, const Then&);

  handle::stateful_pointer<state> self_ = nullptr;
  std::optional<options> with_;
  learning::consumer standing_; ///< as it is durable
  bool loaded_ = false;
  std::uint64_t read_to_ = 0; ///< the last change that was read; at least what was consumed
  std::optional<learning::open_episodes> open_;
};

handle::behavior_type behavior(handle::stateful_pointer<state>, const options&);

} // namespace troupe::feedback
