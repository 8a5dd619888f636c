#pragma once
#include "http/framing/message.hpp"
#include "http/json.hpp"
#include "http/problem.hpp"
#include "http/route.hpp"
#include "http/transport/responder.hpp"
#include "http/turn_gate.hpp"
#include "telemetry/metrics.hpp"

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace troupe::http {

/// Counts an answer under its route's path and its status class.
void count_answer(telemetry::metrics&, std::string_view route, int status);

/// The way back of one call, copyable as a responder is: adds what every answer carries and counts it.
class return_path {
public:
  /// `headers` go with each answer; `metrics` outlives this.
  return_path(responder to, const route&, fields headers, std::chrono::steady_clock::time_point received,
              telemetry::metrics& metrics, turn_gate::ticket turn = nullptr);

  void reply(response) const;
  /// With the status of the route.
  void reply(const ordered_json& body) const { reply(json_response(body, route_->answer.status)); }
  void reply_empty() const { reply(response{route_->answer.status, {}, {}}); }
  void fail(const failure& f) const { reply(refuse(f)); }
  void fail(std::span<const field_error> errors) const { reply(refuse(errors)); }

  void begin_stream(response, stream_options) const;
  [[nodiscard]] bool write(std::string piece) const { return to_.write(std::move(piece)); }
  void end() const { to_.end(); }
  [[nodiscard]] std::optional<std::string> read() const { return to_.read(); }

  [[nodiscard]] bool gone() const noexcept { return to_.gone(); }
  [[nodiscard]] bool draining() const noexcept { return to_.draining(); }

private:
  void complete(response&) const;

  responder to_;
  const route* route_;
  fields headers_;
  std::chrono::steady_clock::time_point received_;
  telemetry::metrics* metrics_;
  turn_gate::ticket turn_; ///< of the gate, where the call starts one
};

} // namespace troupe::http
