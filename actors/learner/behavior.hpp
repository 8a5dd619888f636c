#pragma once
#include "actors/learner/interface.hpp"
#include "actors/store/interface.hpp"
#include "actors/supervisor/interface.hpp"
#include "actors/timer/interface.hpp"
#include "config/settings.hpp"
#include "config/strategies.hpp"
#include "learning/fold.hpp"
#include "telemetry/metrics.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>
#include <caf/typed_response_promise.hpp>

#include <memory>
#include <optional>
#include <vector>

namespace troupe::learner {

struct options {
  const config::settings* settings;
  const config::strategies* strategies; ///< their order is the order of the policy's actions
  const learning::reward_weights* weights;
  telemetry::metrics* metrics;
  std::uint64_t epoch = 0; ///< of this owner of the database
  store::writer writer;
  store::log_reader log;
  timer::handle timer;
  supervisor::handle supervisor;
  timestamp (*wall_clock)();
};

/// The policy is a fold of the log of lessons. It begins with the last checkpoint, reads what stands behind
/// it, publishes, and goes on when it hears of more. Whatever goes wrong, it begins again from what is
/// durable.
class state {
public:
  static constexpr const char* name = "learner";

  void start(handle::stateful_pointer<state>, const options&);
  void publish();
  void more();
  caf::result<learning::promotion> promote(const promote_policy&);
  [[nodiscard]] policy_report report() const;
  void wake();
  void stop(caf::error reason);

private:
  void load();
  void find();
  void begin(const found_fold&);
  void read();
  void take(const learning::lesson_page&);
  void caught_up();
  void make_snapshot();
  void keep();
  void switch_if_due();
  void record(learning::promotion, caf::typed_response_promise<learning::promotion>);
  void start_over(const failure& why);
  void wake_at(steady_time);
  [[nodiscard]] learning::fold_rules rules() const;
  [[nodiscard]] learning::fold fold_of(const found_fold&) const;
  [[nodiscard]] learning::saved_fold saved() const;
  template <class Reply, class Actor, class Request, class Then>
  void ask(const Actor&, Request, const Then&);

  handle::stateful_pointer<state> self_ = nullptr;
  std::optional<options> with_;
  std::vector<learning::promotion> promotions_;
  std::uint64_t rebuilt_ = 0; ///< lessons up to here are learned with the rewards that counted there
  std::uint64_t head_ = 0;    ///< the last lesson that is known to be there
  std::optional<learning::fold> fold_;
  bool busy_ = false;       ///< a page is being read, or the fold is being loaded
  bool lost_ = false;       ///< what went wrong, and loads again when it is woken
  bool promoting_ = false;  ///< a promotion is on its way to the store
  bool stopping_ = false;   ///< the last checkpoint is on its way to the store
  bool behind_ = false;     ///< there was news in the meantime
  std::uint64_t round_ = 0; ///< of loading; replies to an earlier one are late
  std::shared_ptr<const learning::fold> shown_;
  std::shared_ptr<const learning::snapshot> now_;
  std::uint64_t kept_ = 0; ///< the position of the last checkpoint
  steady_time kept_at_;
};

handle::behavior_type behavior(handle::stateful_pointer<state>, const options&);

} // namespace troupe::learner
