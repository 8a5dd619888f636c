#pragma once
#include "http/bridge.hpp"
#include "http/json.hpp"
#include "http/render.hpp"
#include "http/return_path.hpp"
#include "messages/error.hpp"
#include "telemetry/log.hpp"

#include <caf/typed_event_based_actor.hpp>

#include <exception>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace troupe::http {

/// One admitted request, as its handler gets it: key, media type, size, parameters and body have been
/// checked.
struct call {
  bridge_pointer self;
  std::shared_ptr<const wiring> with;
  request asked;
  std::vector<std::string> arguments; ///< of the braces in the route's path
  caller who;
  json body; ///< fits the route's schema; null where the route reads no JSON
  return_path back;

  [[nodiscard]] const environment& env() const { return *self->state.env; }
  /// A worker of a pool: each its turn.
  template <class Handle>
  [[nodiscard]] const Handle& any(const pool<Handle>& workers) const {
    return workers[self->state.asked++];
  }
};

/// Runs what handles a call. An exception is a defect: it is logged, and costs this one call a 500.
template <class Handle>
void guarded(const return_path& back, Handle handle) {
  try {
    handle();
  } catch (const std::exception& e) {
    log::error("a request's handler failed", {{"reason", std::string_view{e.what()}}});
    back.fail({errc::internal, "the request could not be handled; the server's log says why"});
  }
}

/// Asks an actor; its reply goes to `then`, its error to `otherwise`.
template <class Reply, class Actor, class Request, class Then, class Otherwise>
void ask(bridge_pointer self, const return_path& back, const Actor& actor, Request request, Then then,
         Otherwise otherwise) {
  self->request(actor, caf::infinite, std::move(request))
      .then([back, then = std::move(then)](Reply& reply) mutable { guarded(back, [&] { then(reply); }); },
            [back, otherwise = std::move(otherwise)](const caf::error& e) mutable {
              guarded(back, [&] { otherwise(to_failure(e)); });
            });
}

/// Asks an actor on behalf of a call. An error is the call's answer; nothing is done for a client that has
/// gone.
template <class Reply, class Actor, class Request, class Then>
void ask(const call& c, const Actor& actor, Request request, Then then) {
  auto next = [back = c.back, then = std::move(then)](Reply& reply) mutable {
    if (!back.gone()) then(reply);
  };
  ask<Reply>(c.self, c.back, actor, std::move(request), std::move(next),
             [back = c.back](const failure& f) { back.fail(f); });
}

/// Asks an actor whose reply, rendered, is the answer.
template <class Reply, class Actor, class Request>
void answer_with(const call& c, const Actor& actor, Request request) {
  ask<Reply>(c, actor, std::move(request),
             [back = c.back](const Reply& reply) { back.reply(to_json(reply)); });
}

} // namespace troupe::http
