#include "app/engine.hpp"

#include "config/classifier.hpp"
#include "config/rewards.hpp"
#include "config/signals.hpp"
#include "config/threads.hpp"
#include "config/upstreams.hpp"
#include "messages/error.hpp"
#include "storage/sql/reader.hpp"
#include "storage/sql/writer.hpp"
#include "storage/sqlite/open.hpp"
#include "telemetry/log.hpp"
#include "telemetry/threads.hpp"

#include <caf/scoped_actor.hpp>
#include <caf/send.hpp>
#include <caf/thread_hook.hpp>

namespace troupe::app {
namespace {

/// CAF's threads are the pool's, unless the actor that one belongs to names it anew.
struct name_of_threads final : caf::thread_hook {
  void init(caf::actor_system&) override {}
  void thread_started() override { telemetry::name_thread("actors"); }
  void thread_terminates() override {}
};

using storage::sqlite::access;

// These run in the thread of the actor that they serve.
store::writing_ports open_writer(const config::settings& s) {
  telemetry::name_thread("store.writer");
  auto w = std::make_shared<storage::sql::writer>(connect_store(s, access::read_write));
  return {w, w, w, w, w};
}

store::reading_ports open_reader(const config::settings& s) {
  telemetry::name_thread("store.reader");
  auto r = std::make_shared<storage::sql::reader>(connect_store(s, access::read_only));
  return {r, r, r, r, r};
}

std::shared_ptr<storage::knowledge_reader> open_embeddings(const config::settings& s, embedding_time when) {
  telemetry::name_thread("embedder");
  if (when == embedding_time::when_idle) telemetry::work_when_idle();
  return std::make_shared<storage::sql::reader>(connect_store(s, access::read_only));
}

std::optional<storage::sqlite::checkpointer> checkpointer_for(const config::settings& s) {
  if (is_served(s)) return std::nullopt;
  return std::optional<storage::sqlite::checkpointer>{std::in_place,
                                                      storage::sqlite::database_file(s.data_dir)};
}

std::variant<model, language::model_error> model_of(const config::settings& s) {
  auto loaded = load_model(s);
  if (const auto* error = std::get_if<language::model_error>(&loaded))
    log::info("lexical mode: messages and documents are understood by their words alone",
              {{"reason", error->reason}});
  return loaded;
}

/// To distil an encoder takes longer than it saves to who asks once.
bool encodes_messages(const config::settings& s, embedding_time when) {
  return s.query_tier == "full" || when == embedding_time::at_once;
}

/// Needed, and held to their rules, only where a language model reads them.
config::prompt_templates prompts_for(const config::settings& s, const config::strategies& all) {
  return config::upstreams(s).empty() ? config::prompt_templates{} : config::load_prompts(s.config_dir, all);
}

} // namespace

language::embedder engine::embedder(const config::settings& s, embedding_time when) const {
  const auto* loaded = std::get_if<model>(&model_);
  if (!loaded || !encodes_messages(s, when)) return {};
  return [encoder = &loaded->encoder](std::string_view text) { return encoder->encode(text); };
}

std::function<void()> engine::checkpoint() {
  if (!checkpointer_) return {};
  return [this] {
    telemetry::name_thread("checkpointer");
    checkpointer_->run();
  };
}

supervisor::embedding_parts engine::embedding_parts(const config::settings& s, embedding_time when) const {
  if (const auto* error = std::get_if<language::model_error>(&model_)) return {.why_not = error->reason};
  const auto& loaded = std::get<model>(model_);
  return {.encoder = &loaded.encoder,
          .projection = loaded.tokens(),
          .model = loaded.name(),
          .encodes_messages = encodes_messages(s, when),
          .distils = when == embedding_time::when_idle,
          .open = [&s, when] { return open_embeddings(s, when); }};
}

engine::actor_config::actor_config(const config::settings& s) {
  add_thread_hook<name_of_threads>();
  // Sharing answers an outside request in 10 us where stealing takes 110; a bounded turn keeps one busy
  // mailbox from starving the others (docs/architecture.md).
  set("scheduler.policy", caf::atom("sharing"));
  set("scheduler.max-throughput", std::size_t{100});
  // CAF takes at least four of its own accord, and more threads than cores only take turns.
  set("scheduler.max-threads", config::scheduler_threads(s));
}

engine::engine(const config::settings& s, embedding_time when)
    : model_{model_of(s)},
      strategies_{config::load_strategies(s.config_dir)}, weights_{config::load_reward_weights(s.config_dir)},
      classifier_{config::load_classifier(s.config_dir, s.model_dir, embedder(s, when))},
      signals_{config::load_signals(s.config_dir)}, store_{own_store(s)}, identity_{store_.secret},
      checkpointer_{checkpointer_for(s)}, parts_{s,
                                                 classifier_,
                                                 signals_,
                                                 strategies_,
                                                 weights_,
                                                 identity_,
                                                 metrics_,
                                                 store_.epoch,
                                                 [&s] { return open_writer(s); },
                                                 [&s] { return open_reader(s); },
                                                 checkpoint(),
                                                 embedding_parts(s, when),
                                                 true,
                                                 prompts_for(s, strategies_)},
      actor_config_{s}, system_{actor_config_}, supervisor_{system_.spawn(supervisor::behavior, &parts_)} {}

engine::~engine() { stop(); }

std::shared_ptr<const wiring> engine::wait_until_ready() {
  return wait_until([](const wiring& w) { return w.index && w.policy; });
}

std::shared_ptr<const wiring> engine::wait_until(const std::function<bool(const wiring&)>& enough) {
  auto self = caf::scoped_actor{system_};
  self->monitor(supervisor_);
  self->send(supervisor_, supervisor::subscribe{caf::actor_cast<supervisor::subscriber>(caf::actor{self})});
  auto ready = std::shared_ptr<const wiring>{};
  auto ended = false;
  self->do_receive(
          [&](use_wiring& w) {
            if (enough(*w.now)) ready = std::move(w.now);
          },
          [&](const caf::down_msg&) { ended = true; })
      .until([&] { return ready || ended; });
  return ready;
}

void engine::when_it_fails(std::function<void(const std::string&)> tell) {
  supervisor_->attach_functor([tell = std::move(tell)](const caf::error& reason) {
    if (reason != caf::exit_reason::normal && reason != caf::exit_reason::user_shutdown)
      tell(to_failure(reason).detail);
  });
}

void engine::stop() {
  if (!supervisor_) return;
  auto self = caf::scoped_actor{system_};
  self->request(supervisor_, caf::infinite, stop_all{})
      .receive([](stopped) {}, [](const caf::error&) {}); // gone already
  supervisor_ = nullptr;
}

} // namespace troupe::app
