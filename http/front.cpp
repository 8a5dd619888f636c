#include "http/front.hpp"

#include "config/upstreams.hpp"
#include "http/mcp/server.hpp"
#include "http/openai/answer.hpp"
#include "http/return_path.hpp"
#include "http/routes/table.hpp"

#include <caf/actor_system.hpp>
#include <caf/scoped_actor.hpp>
#include <caf/send.hpp>

#include <algorithm>

namespace troupe::http {
namespace {

constexpr std::size_t pipelined_request_bytes =
    4096; ///< what one of TROUPE_MAX_PIPELINED requests is thought to take

admission admission_of(const config::settings& s) {
  return {routes::table(), key_ring{s.api_keys, s.admin_keys}, cors{s.cors_origins}, s.max_body_bytes,
          s.max_document_bytes};
}

limits limits_of(const config::settings& s) {
  auto l = limits{};
  l.header_bytes = s.max_header_bytes;
  l.body_bytes = std::max(s.max_body_bytes, s.max_document_bytes);
  l.pipelined_bytes = s.max_pipelined * pipelined_request_bytes;
  l.write_buffer_bytes = s.write_buffer_bytes;
  l.connections = s.max_http_connections;
  l.connections_per_address = s.max_connections_per_address;
  l.header_timeout = s.header_timeout;
  l.body_timeout = s.body_timeout;
  l.idle_timeout = s.idle_timeout;
  l.write_timeout = s.write_timeout;
  l.heartbeat = s.heartbeat;
  return l;
}

server_options options_of(const config::settings& s) {
  auto options = server_options{s.host, static_cast<std::uint16_t>(s.port), s.api_workers, limits_of(s), {}};
  if (!s.tls_cert.empty()) options.tls = tls_files{s.tls_cert, s.tls_key};
  return options;
}

response refuse_turn(std::size_t most) {
  return refuse(failure{errc::overloaded, std::to_string(most) + " turns are under way already; try again"});
}

} // namespace

bridges::bridges(caf::actor_system& system, std::size_t count, const environment* env) : system_{system} {
  for (std::size_t i = 0; i < count; ++i) all_.push_back(system.spawn(bridge_behavior, env));
}

void bridges::end() {
  auto self = caf::scoped_actor{system_};
  for (const auto& b : all_) self->send_exit(b, caf::exit_reason::user_shutdown);
  self->wait_for(all_);
  all_.clear();
}

front::front(front_options o)
    : system_{o.system}, env_{o.settings,
                              o.metrics,
                              std::move(o.supervisor),
                              std::move(o.customer_id),
                              admission_of(o.settings),
                              address_set{o.settings.trusted_proxies},
                              turn_gate{config::most_turns(o.settings)}},
      bridges_{o.system, o.settings.api_workers, &env_} {
  env_.mcp = o.system.spawn(mcp::server_behavior, mcp::server_parts{o.settings, env_.supervisor});
  server_ = std::make_unique<server>(options_of(o.settings),
                                     [this](std::size_t reactor) { return service_of(reactor); });
  env_.traffic = &server_->seen();
}

front::~front() { stop(); }

service front::service_of(std::size_t reactor) const {
  const auto turn_away = [this](const request& head) -> std::optional<response> {
    auto outcome = env_.admission.admit(head);
    if (auto* away = std::get_if<turned_away>(&outcome)) {
      count_answer(env_.metrics, away->route, away->answer.status);
      return std::move(away->answer);
    }
    const auto& route = *std::get<admitted>(outcome).found.to;
    if (!route.starts_turn || !env_.turns.full()) return std::nullopt;
    auto answer = refuse_turn(env_.turns.most());
    if (route.as_openai) answer = openai::as_refusal(std::move(answer));
    count_answer(env_.metrics, route.path, answer.status);
    return answer;
  };
  const auto hand_on = [to = bridges_.of(reactor)](request asked, responder back) {
    caf::anon_send(to, arrival{std::move(asked), std::move(back)});
  };
  return {turn_away, hand_on};
}

void front::end_mcp() {
  if (!env_.mcp) return;
  auto self = caf::scoped_actor{system_};
  self->send_exit(env_.mcp, caf::exit_reason::user_shutdown);
  self->wait_for(env_.mcp);
  env_.mcp = nullptr;
}

void front::stop() {
  server_->stop();
  bridges_.end();
  end_mcp();
}

} // namespace troupe::http
