#pragma once
#include "http/mcp/server.hpp"
#include "messages/error.hpp"
#include "telemetry/log.hpp"

#include <caf/typed_event_based_actor.hpp>

#include <exception>
#include <memory>
#include <utility>

namespace troupe::http::mcp {

/// A request that is under way: asks actors, and takes its result back.
struct errand {
  server_pointer self;
  std::shared_ptr<const wiring> with;
  message asked;
  client of; ///< as it was when it asked
  caller who;
  way_back back;
  std::string session_id = {}; ///< empty: it has none

  void succeed(ordered_json result) const;
  void fail(const fault&) const;
  /// Tells the client ahead of the answer, if it wants lines of this level.
  void log(std::string_view level, std::string_view line) const;
  /// Asks the client for something, within its session; with a fault where that cannot be.
  void ask_client(std::string_view method, ordered_json params, response_taker then) const;
  /// A worker of a pool: each its turn.
  template <class Handle>
  [[nodiscard]] const Handle& any(const pool<Handle>& workers) const {
    return workers[self->state.asked++];
  }
};

/// A call of a tool, as its handler gets it: the arguments fit the tool's rows.
struct tool_call {
  errand of;
  json arguments;
  json progress; ///< the token under which to tell of it; null: none

  void fail(std::string_view text) const { of.succeed(tool_failure(text)); }
  void tell_progress(double done, double total) const; ///< if the client wants to know
};

/// Asks an actor; its reply goes to `then`, its error to `otherwise`. An exception is a defect: it is logged,
/// and costs this one request an answer of -32603. Nothing is done for a client that has gone.
template <class Reply, class Actor, class Request, class Then, class Otherwise>
void ask(const errand& e, const Actor& actor, Request request, Then then, Otherwise otherwise) {
  const auto guarded = [e](auto handle) {
    if (e.back.gone()) return;
    try {
      handle();
    } catch (const std::exception& defect) {
      log::error("an answer to a client of MCP failed",
                 {{"method", e.asked.method}, {"reason", std::string_view{defect.what()}}});
      e.fail({codes::internal, "the request could not be handled; the server's log says why"});
    }
  };
  e.self->request(actor, caf::infinite, std::move(request))
      .then([guarded, then](Reply& reply) { guarded([&] { then(reply); }); },
            [guarded, otherwise](const caf::error& why) { guarded([&] { otherwise(to_failure(why)); }); });
}

/// A failure in the words of an assistant's tool: what went wrong, and its stable name.
[[nodiscard]] std::string told(const failure&);

/// Asks an actor on behalf of a tool: its reply, rendered, is the result.
template <class Reply, class Actor, class Request, class Render>
void answer_with(const tool_call& c, const Actor& actor, Request request, Render render) {
  ask<Reply>(
      c.of, actor, std::move(request),
      [c, render](const Reply& reply) { c.of.succeed(tool_result(render(reply))); },
      [c](const failure& f) { c.fail(told(f)); });
}

} // namespace troupe::http::mcp
