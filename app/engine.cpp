#include "app/engine.hpp"

#include "config/classifier.hpp"
#include "messages/error.hpp"
#include "storage/sqlite/reader.hpp"
#include "storage/sqlite/writer.hpp"

#include <caf/scoped_actor.hpp>
#include <caf/send.hpp>

#include <algorithm>
#include <thread>

namespace troupe::app {
namespace {

store::writing_ports open_writer(const std::filesystem::path& file) {
  auto w = std::make_shared<storage::sqlite::writer>(file);
  return {w, w, w, w};
}

store::reading_ports open_reader(const std::filesystem::path& file) {
  auto r = std::make_shared<storage::sqlite::reader>(file);
  return {r, r, r};
}

} // namespace

engine::actor_config::actor_config(const config::settings& s) {
  // Sharing answers an outside request in 10 us where stealing takes 110; a bounded turn keeps one busy
  // mailbox from starving the others (docs/architecture.md).
  set("scheduler.policy", caf::atom("sharing"));
  set("scheduler.max-throughput", std::size_t{100});
  // CAF takes at least four of its own accord, and more threads than cores only take turns.
  set("scheduler.max-threads",
      s.scheduler_threads > 0 ? s.scheduler_threads
                              : std::max(std::size_t{1}, std::size_t{std::thread::hardware_concurrency()}));
}

engine::engine(const config::settings& s)
    : strategies_{config::load_strategies(s.config_dir)}, classifier_{config::load_classifier(s.config_dir,
                                                                                              s.model_dir)},
      store_{storage::sqlite::open(s.data_dir)}, identity_{store_.secret},
      checkpointer_{store_.file}, parts_{s,
                                         classifier_,
                                         strategies_,
                                         identity_,
                                         metrics_,
                                         store_.epoch,
                                         [this] { return open_writer(store_.file); },
                                         [this] { return open_reader(store_.file); },
                                         [this] { checkpointer_.run(); }},
      actor_config_{s}, system_{actor_config_}, supervisor_{system_.spawn(supervisor::behavior, &parts_)} {}

engine::~engine() { stop(); }

std::shared_ptr<const wiring> engine::wait_until_ready() {
  auto self = caf::scoped_actor{system_};
  self->monitor(supervisor_);
  self->send(supervisor_, supervisor::subscribe{caf::actor_cast<supervisor::subscriber>(caf::actor{self})});
  auto ready = std::shared_ptr<const wiring>{};
  auto ended = false;
  self->do_receive(
          [&](use_wiring& w) {
            if (w.now->index && w.now->policy) ready = std::move(w.now);
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
