#include "http/bridge.hpp"

#include "http/call.hpp"
#include "http/query.hpp"
#include "http/streaming.hpp"

#include <utility>
#include <variant>

namespace troupe::http {
namespace {

using body_errors = std::vector<field_error>;

/// Parses and checks a JSON body; an absent one is the empty object.
std::variant<json, body_errors> read_body(const route& to, const std::string& text) {
  if (to.body.type != media::application_json || to.body.raw) return json{};
  auto parsed = parse_json(text.empty() ? "{}" : text);
  if (auto* error = std::get_if<field_error>(&parsed)) return body_errors{std::move(*error)};
  auto& body = std::get<json>(parsed);
  if (auto errors = check(to.body, body); !errors.empty()) return errors;
  return std::move(body);
}

void log_arrival(const environment& env, const request& asked, std::string_view route) {
  if (!log::enabled(log::level::debug)) return;
  log::debug(
      "request",
      {{"method", asked.method}, {"route", route}, {"from", client_address(asked, env.trusted_proxies)}});
}

void handle(bridge_pointer self, admitted to, arrival a) {
  const auto& env = *self->state.env;
  const auto& route = *to.found.to;
  log_arrival(env, a.asked, route.path);
  const auto back =
      return_path{std::move(a.to),  route,       env.admission.cors.headers_for(a.asked),
                  a.asked.received, env.metrics, route.starts_turn ? env.turns.enter() : nullptr};
  guarded(back, [&] {
    if (const auto wrong = check_parameters(route, a.asked)) return back.fail(*wrong);
    auto body = read_body(route, a.asked.body);
    if (const auto* errors = std::get_if<body_errors>(&body)) return back.fail(*errors);
    if (!self->state.with && !route.before_start)
      return back.reply(refuse(problems::not_ready, "the engine is starting; try again in a moment"));
    route.handle({self, self->state.with, std::move(a.asked), std::move(to.found.arguments),
                  std::move(to.who), std::get<json>(std::move(body)), back});
  });
}

/// The head was admitted before; by now the body is known too, chunked ones included.
void admit(bridge_pointer self, arrival a) {
  const auto& env = *self->state.env;
  auto outcome = env.admission.admit(a.asked);
  if (auto* to = std::get_if<admitted>(&outcome)) return handle(self, std::move(*to), std::move(a));
  auto& away = std::get<turned_away>(outcome);
  count_answer(env.metrics, away.route, away.answer.status);
  a.to.reply(std::move(away.answer));
}

} // namespace

bridge::behavior_type bridge_behavior(bridge_pointer self, const environment* env) {
  self->state.env = env;
  self->send(env->supervisor, supervisor::subscribe{self});
  return {
      [self](use_wiring& w) { self->state.with = std::move(w.now); },
      [self](arrival& a) {
        if (!a.to.gone()) admit(self, std::move(a));
      },
      [self](const stream_changed& changed) { pump_stream(self, changed.number); },
  };
}

} // namespace troupe::http
