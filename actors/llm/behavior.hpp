#pragma once
#include "actors/llm/breaker.hpp"
#include "actors/llm/completion_reader.hpp"
#include "actors/llm/failover.hpp"
#include "actors/llm/fair_queue.hpp"
#include "actors/llm/interface.hpp"
#include "actors/llm/transfers.hpp"
#include "actors/supervisor/interface.hpp"
#include "actors/timer/interface.hpp"
#include "config/settings.hpp"
#include "telemetry/metrics.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>
#include <caf/typed_response_promise.hpp>

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace troupe::llm {

struct options {
  const config::settings* settings = nullptr; ///< outlives the actor
  std::vector<config::upstream> upstreams;    ///< the preferred first; at least one
  telemetry::metrics* metrics = nullptr;
  timer::handle timer;
  supervisor::handle supervisor; ///< is told of the breakers; may be none
};

/// Who asked, and the number that they gave it.
using completion_key = std::pair<caf::actor_id, std::uint64_t>;

/// An upstream that is being asked.
struct exchange {
  std::size_t upstream = 0;
  std::uint64_t transfer = 0;
  steady_time began;
  std::optional<completion_reader> reader; ///< from the head on
};

struct completion {
  completion_key key;
  std::string principal;
  std::vector<prompt_message> prompt;
  steady_time until;
  failover plan;
  bool running = false;                   ///< has left the queue
  std::optional<exchange> at;             ///< none in the queue and in a pause
  steady_time resume;                     ///< the end of the pause
  steady_time patience;                   ///< when the next text is late; while somebody asks for it
  bool begun = false;                     ///< text has come: there is no other attempt
  std::optional<completion_piece> ending; ///< the last piece, once it is known
  std::vector<std::string> failures;      ///< "NAME: KIND"
  std::optional<caf::typed_response_promise<completion_piece>> asked;
};

class state {
public:
  static constexpr const char* name = "llm";

  void start(handle::stateful_pointer<state>, options);

  caf::result<completion_piece> begin(begin_completion&);
  caf::result<completion_piece> next(std::uint64_t number);
  void cancel(std::uint64_t number);
  void hear(std::uint64_t transfer);
  void wake();

private:
  [[nodiscard]] completion_key key_of(std::uint64_t number);
  void settle();
  void go_on(completion&);
  void ask(completion&, std::size_t upstream);
  void take(completion&);
  void read(completion&, const transfer_state&);
  void deliver(const completion_key&);
  void fail(completion&, const fault&);
  void end(completion&, std::string failure);
  void drop_exchange(completion&);
  void leave(completion&);
  void erase(const completion_key&);
  void went_down(const caf::down_msg&);
  void fail_all();
  void expire(completion&);
  [[nodiscard]] steady_time due(const completion&) const;
  void arm(steady_time at);
  void arm_for(const completion_key&);
  void watch(std::size_t upstream);
  [[nodiscard]] steady_time now() const { return self_->clock().now(); }

  handle::stateful_pointer<state> self_ = nullptr;
  options options_;
  std::vector<breaker> breakers_; ///< of each upstream
  std::vector<std::string> last_failures_;
  std::vector<breaker::state> shown_;
  std::map<completion_key, completion> completions_;
  std::map<std::uint64_t, completion_key> of_transfer_;
  std::unique_ptr<fair_queue<completion_key>> waiting_;
  std::set<caf::actor_addr> askers_; ///< who is monitored
  std::size_t running_ = 0;
  steady_time armed_ = steady_time::max();
  std::unique_ptr<transfers> transfers_;
};

handle::behavior_type behavior(handle::stateful_pointer<state>, const options&);

} // namespace troupe::llm
