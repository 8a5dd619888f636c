#pragma once
#include "actors/supervisor/interface.hpp"
#include "config/settings.hpp"
#include "http/bridge.hpp"
#include "http/environment.hpp"
#include "http/transport/server.hpp"
#include "telemetry/metrics.hpp"

#include <caf/fwd.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace troupe::http {

/// What a front end is given; all of it outlives the front.
struct front_options {
  const config::settings& settings;
  caf::actor_system& system;
  supervisor::handle supervisor;
  telemetry::metrics& metrics;
  std::function<std::string(const customer_ref&)> customer_id; ///< of a customer whom a trusted caller names
};

/// The bridges, which end with this.
class bridges {
public:
  bridges(caf::actor_system&, std::size_t count, const environment*);
  ~bridges() { end(); }
  bridges(const bridges&) = delete;
  bridges& operator=(const bridges&) = delete;

  [[nodiscard]] const bridge& of(std::size_t reactor) const { return all_[reactor]; }
  /// Returns when all have gone. Idempotent.
  void end();

private:
  caf::actor_system& system_;
  std::vector<bridge> all_;
};

/// The server, its bridges and all rules, from settings; serves from construction to stop().
class front {
public:
  /// Throws std::runtime_error that names the address, the file or the setting, and what to do about it.
  explicit front(front_options);
  ~front();
  front(const front&) = delete;
  front& operator=(const front&) = delete;

  [[nodiscard]] const std::vector<std::string>& addresses() const noexcept { return server_->addresses(); }

  /// See server::drain.
  [[nodiscard]] bool drain(std::chrono::milliseconds patience) { return server_->drain(patience); }
  /// Cuts what is left, and ends the bridges. Idempotent.
  void stop();

private:
  [[nodiscard]] service service_of(std::size_t reactor) const;
  void end_mcp();

  caf::actor_system& system_;
  environment env_;
  bridges bridges_;
  std::unique_ptr<server> server_;
};

} // namespace troupe::http
