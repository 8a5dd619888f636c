#include "http/mcp/server.hpp"

#include "http/mcp/steps.hpp"
#include "http/mcp/streams.hpp"
#include "http/mcp/tools.hpp"
#include "language/hex.hpp"

#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <variant>

namespace troupe::http::mcp {
namespace {

/// 128 random bits: who knows a session's id may not have guessed it.
std::string new_session_id() {
  auto bytes = std::array<unsigned char, 16>{};
  if (RAND_bytes(bytes.data(), bytes.size()) != 1)
    throw std::runtime_error{"the system has no random bytes for the id of a session"};
  return language::hex(bytes);
}

offer offer_of(const config::settings& s) {
  return {s.mcp_conformance ? tools_for_conformance() : tools(), s.mcp_access != "read_only",
          s.mcp_conformance};
}

void refuse(const way_back& back, const json& id, const fault& why, int status) {
  back.answer({fault_message(id, why), status, {}});
}

using session_or_fault = std::variant<session*, reply>;

session_or_fault find_session(server_state& state, const std::string& id, const caller& who,
                              const json& asked_by) {
  if (id.empty())
    return reply{fault_message(asked_by, {codes::invalid_request,
                                          "Mcp-Session-Id: is missing; begin with initialize, whose answer "
                                          "carries it"}),
                 400};
  const auto at = state.sessions.find(id);
  if (at == state.sessions.end() || at->second.principal != who.principal)
    return reply{fault_message(asked_by, {codes::unknown_session, "Mcp-Session-Id: there is no session " + id
                                                                      + "; begin a new one with initialize"}),
                 404};
  at->second.last_used = ++state.clock;
  return &at->second;
}

void end_session(server_state& state, std::map<std::string, session>::iterator at) {
  const auto ended = state.sessions.extract(at);
  end_stream(state, ended.mapped().stream);
  for (const auto& [id, take] : ended.mapped().awaited) take(json::object()); // no response will come
}

void make_room(server_state& state) {
  while (state.sessions.size() >= state.parts->settings.mcp_sessions)
    end_session(state, std::ranges::min_element(state.sessions, {},
                                                [](const auto& entry) { return entry.second.last_used; }));
}

void begin_session(server_pointer self, const said& m) {
  auto& state = self->state;
  auto of = client{};
  const auto outcome = next_step(m.what, of, offer_of(state.parts->settings));
  if (const auto* why = std::get_if<fault>(&outcome))
    return refuse(m.back, m.what.id, *why, http_status(era::sessions, *why));
  make_room(state);
  const auto id = new_session_id();
  state.sessions.emplace(id, session{std::move(of), m.who.principal, ++state.clock});
  m.back.answer({result_message(m.what.id, std::get<ordered_json>(outcome)), 200, id});
}

void rewire(server_pointer self, std::shared_ptr<const wiring> now) {
  auto& state = self->state;
  const auto has_other_index = now->index && (!state.with || state.with->index != now->index);
  state.with = std::move(now);
  if (!has_other_index) return;
  self->request(state.with->knowledge, caf::infinite, troupe::list_documents{})
      .then([self](const document_list& list) { tell_changes(self->state, list); },
            [](const caf::error& why) {
              log::warning("clients of MCP are not told of changed documents",
                           {{"reason", to_failure(why).detail}});
            });
}

/// One to nothing that was asked is nobody's.
void take_response(session& of, const message& m) {
  const auto* id = m.id.is_string() ? m.id.get_ptr<const std::string*>() : nullptr;
  auto found = id ? of.awaited.extract(*id) : decltype(of.awaited)::node_type{};
  if (found) found.mapped()(m.params);
}

void take_stateless(server_pointer self, const said& m) {
  if (m.what.kind != message_kind::request) return m.back.answer({nullptr, 202, {}});
  if (const auto wrong = check_stateless(m.what))
    return refuse(m.back, m.what.id, *wrong, http_status(era::stateless, *wrong));
  auto of = stateless_client(m.what);
  const auto step = next_step(m.what, of, offer_of(self->state.parts->settings));
  perform({self, self->state.with, m.what, of, m.who, m.back}, step);
}

void take_in_session(server_pointer self, const said& m) {
  const auto begins = m.what.kind == message_kind::request && m.what.method == "initialize";
  if (begins && m.session_id.empty()) return begin_session(self, m);
  const auto found = find_session(self->state, m.session_id, m.who, m.what.id);
  if (const auto* refusal = std::get_if<reply>(&found)) return m.back.answer(*refusal);
  auto& of = *std::get<session*>(found);
  if (m.what.kind == message_kind::response) take_response(of, m.what);
  const auto step = next_step(m.what, of.of, offer_of(self->state.parts->settings));
  perform({self, self->state.with, m.what, of.of, m.who, m.back, m.session_id}, step);
}

void take(server_pointer self, const said& m) {
  try {
    if (!self->state.with) rewire(self, m.with); // what the supervisor sends may still be on its way
    if (era_of(m.what, m.version_header) == era::stateless) return take_stateless(self, m);
    take_in_session(self, m);
  } catch (const std::exception& defect) {
    log::error("a message of a client of MCP failed",
               {{"method", m.what.method}, {"reason", std::string_view{defect.what()}}});
    refuse(m.back, m.what.id,
           {codes::internal, "the request could not be handled; the server's log says why"}, 200);
  }
}

void begin_following(server_pointer self, const follow& f) {
  auto& state = self->state;
  const auto found = find_session(state, f.session_id, f.who, nullptr);
  if (const auto* refusal = std::get_if<reply>(&found)) return f.back.answer(*refusal);
  end_stream(state, std::get<session*>(found)->stream); // a client hears a message once
  const auto number = open_stream(self, f.back, {{}, f.session_id, nullptr});
  std::get<session*>(found)->stream = number;
}

void end(server_state& state, const leave& l) {
  const auto found = find_session(state, l.session_id, l.who, nullptr);
  if (const auto* refusal = std::get_if<reply>(&found)) return l.back.answer(*refusal);
  end_session(state, state.sessions.find(l.session_id));
  l.back.answer({nullptr, 204, {}});
}

} // namespace

server::behavior_type server_behavior(server_pointer self, server_parts parts) {
  self->state.parts.emplace(parts);
  self->send(parts.supervisor, supervisor::subscribe{self});
  return {
      [self](use_wiring& w) { rewire(self, std::move(w.now)); },
      [self](const said& m) { take(self, m); },
      [self](const follow& f) { begin_following(self, f); },
      [self](const leave& l) { end(self->state, l); },
      [self](const outlet_changed& c) {
        const auto at = self->state.streams.find(c.number);
        if (at != self->state.streams.end() && at->second.to.over()) end_stream(self->state, c.number);
      },
  };
}

} // namespace troupe::http::mcp
