#pragma once
#include "actors/supervisor/interface.hpp"
#include "config/settings.hpp"
#include "http/admission.hpp"
#include "http/client_address.hpp"
#include "http/mcp/interface.hpp"
#include "http/transport/counters.hpp"
#include "http/turn_gate.hpp"
#include "messages/wire/customer.hpp"
#include "telemetry/metrics.hpp"

#include <atomic>
#include <functional>
#include <string>

namespace troupe::http {

/// What everything in the front end works with; it outlives reactors and bridges.
struct environment {
  const config::settings& settings;
  telemetry::metrics& metrics;
  supervisor::handle supervisor;
  /// The id of the customer whom a trusted caller names.
  std::function<std::string(const customer_ref&)> customer_id;
  http::admission admission;
  address_set trusted_proxies;
  turn_gate turns;
  std::atomic<const counters*> traffic{nullptr}; ///< of the transport, once it serves
  http::mcp::server mcp;                         ///< from the start of the transport on
};

} // namespace troupe::http
