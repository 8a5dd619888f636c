#pragma once
#include "actors/directory/behavior.hpp"
#include "actors/embedder/behavior.hpp"
#include "actors/llm/interface.hpp"
#include "actors/session/behavior.hpp"
#include "actors/store/behavior.hpp"
#include "actors/supervisor/interface.hpp"
#include "actors/supervisor/restart_policy.hpp"
#include "actors/wiring.hpp"
#include "config/prompts.hpp"
#include "config/settings.hpp"
#include "config/strategies.hpp"
#include "language/classifier.hpp"
#include "language/signals.hpp"
#include "learning/rewards.hpp"
#include "storage/identity.hpp"
#include "telemetry/metrics.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace troupe::supervisor {

/// What texts are embedded with.
struct embedding_parts {
  const language::encoder* encoder = nullptr;             ///< null: all is by words alone
  const language::token_projection* projection = nullptr; ///< null: texts are compared as wholes alone
  std::string model;                                      ///< the name of both in the store
  bool encodes_messages = true; ///< false: they are understood by words and by the distilled encoder
  bool distils = false;         ///< an encoder of questions is made for each index
  std::string why_not;          ///< why there is no encoder
  embedder::open_embeddings open;
};

/// What the actors are made of; it outlives them.
struct parts {
  const config::settings& settings;
  const language::classifier& classifier;
  const language::signal_finder& signals;
  const config::strategies& strategies;
  const learning::reward_weights& weights;
  const storage::identity& identity;
  telemetry::metrics& metrics;
  std::uint64_t epoch = 0;
  store::open_writer open_writer;
  store::open_reader open_reader;
  std::function<void()> checkpoint; ///< empty: a server does it
  embedding_parts embedding = {};
  bool detached = true; ///< blocking actors get threads of their own; not under a test's scheduler
  config::prompt_templates prompts = {}; ///< needed where there is a language model
};

/// One supervised actor: how it starts, what must be restarted with it, and how it is.
struct child {
  std::string name;
  std::vector<std::string> needs; ///< when one of these starts again, this one does
  std::function<caf::actor()> start;
  caf::actor running = nullptr;
  restart_policy restarts{restart_policy::limits{}};
  component_health health = {};
  bool renewed = false; ///< told to go, because it holds the handle of one that was started again
};

class state {
public:
  static constexpr const char* name = "supervisor";

  void start(handle::stateful_pointer<state>, const parts*);

  void start_child(std::size_t which);
  void subscribe(const subscriber&);
  void use(std::shared_ptr<const retrieval::index>);
  void use(std::shared_ptr<const learning::snapshot>);
  void note(const report_health&);
  [[nodiscard]] health_report health() const;
  caf::result<stopped> stop();

private:
  void list_children();
  template <class Spawn, class Place>
  void add(std::string called, std::vector<std::string> needs, Spawn, Place);
  template <class... Ts>
  auto spawn_blocking(Ts... xs);
  template <class Handle, class Spawn>
  void add_pool(const std::string& called, const std::vector<std::string>& needs, std::size_t count,
                pool<Handle>& into, const Spawn&);
  void went_down(const caf::down_msg&);
  void publish();
  void recover();
  void renew_those_on(const std::string& started);
  void end(caf::error reason);
  void stop_next();
  [[nodiscard]] std::size_t workers() const;

  handle::stateful_pointer<state> self_ = nullptr;
  const parts* parts_ = nullptr;
  wiring draft_; ///< what the next published wiring will be
  store::log_reader log_reader_;
  embedder::handle embedder_; ///< null without an encoder
  llm::handle llm_;           ///< none without upstreams
  std::optional<directory::options> directory_options_;
  std::optional<session::environment> sessions_;
  std::vector<child> children_;          ///< in the order in which they start
  std::vector<component_health> others_; ///< of what is no child: servers that children speak to
  std::vector<subscriber> subscribers_;
  bool recovered_ = false;
  std::optional<caf::error> ending_; ///< why; the children are being stopped
  std::vector<caf::typed_response_promise<stopped>> told_to_stop_;
};

handle::behavior_type behavior(handle::stateful_pointer<state>, const parts*);

} // namespace troupe::supervisor
