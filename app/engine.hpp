#pragma once
#include "actors/supervisor/behavior.hpp"
#include "app/model.hpp"
#include "app/store.hpp"
#include "config/settings.hpp"
#include "storage/sqlite/checkpointer.hpp"

#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace troupe::app {

/// When documents are embedded: a server answers meanwhile, others wait for it.
enum class embedding_time : std::uint8_t { when_idle, at_once };

/// Everything behind the front end: the opened store, the actor system and its supervisor. From construction
/// it is starting; it answers once wait_until_ready() has returned a wiring. Throws storage::error or
/// std::runtime_error with what to do.
class engine {
public:
  engine(const config::settings&, embedding_time);
  ~engine(); ///< stops
  engine(const engine&) = delete;
  engine& operator=(const engine&) = delete;

  [[nodiscard]] caf::actor_system& system() noexcept { return system_; }
  [[nodiscard]] const supervisor::handle& supervisor() const noexcept { return supervisor_; }
  [[nodiscard]] telemetry::metrics& metrics() noexcept { return metrics_; }
  [[nodiscard]] const storage::identity& identity() const noexcept { return identity_; }

  /// Tells other programs of this machine, such as `troupe ask`, where the front end listens.
  void announce(std::string_view address) { store_.lock.announce(address); }
  /// Waits for a wiring that is `enough`. Null if the engine ended before.
  [[nodiscard]] std::shared_ptr<const wiring> wait_until(const std::function<bool(const wiring&)>& enough);
  /// For the first knowledge and policy.
  [[nodiscard]] std::shared_ptr<const wiring> wait_until_ready();
  /// Called, from another thread, if the supervisor gives up; with the reason.
  void when_it_fails(std::function<void(const std::string&)>);
  /// Stops the actors in their order. Idempotent.
  void stop();

private:
  struct actor_config : caf::actor_system_config {
    explicit actor_config(const config::settings&);
  };

  using model_or_error = std::variant<model, language::model_error>;
  [[nodiscard]] language::embedder embedder(const config::settings&, embedding_time) const;
  [[nodiscard]] supervisor::embedding_parts embedding_parts(const config::settings&, embedding_time) const;
  [[nodiscard]] std::function<void()> checkpoint();

  telemetry::metrics metrics_;
  model_or_error model_;
  config::strategies strategies_;
  learning::reward_weights weights_;
  language::classifier classifier_;
  language::signal_finder signals_;
  owned_store store_;
  storage::identity identity_;
  std::optional<storage::sqlite::checkpointer> checkpointer_; ///< none where a server does it
  supervisor::parts parts_;
  actor_config actor_config_;
  caf::actor_system system_;
  supervisor::handle supervisor_;
};

} // namespace troupe::app
