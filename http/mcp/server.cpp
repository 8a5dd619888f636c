#include "http/mcp/server.hpp"

#include "http/mcp/conformance.hpp"
#include "http/mcp/resources.hpp"
#include "http/mcp/tool_call.hpp"
#include "http/mcp/tools.hpp"
#include "http/render.hpp"
#include "language/hex.hpp"

#include <caf/actor_cast.hpp>
#include <caf/send.hpp>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <variant>
#include <vector>

namespace troupe::http::mcp {
namespace {

constexpr auto subscription_key = "io.modelcontextprotocol/subscriptionId";
constexpr std::size_t transcript_messages = 100;
constexpr std::size_t most_completions = 100;
constexpr std::size_t most_awaited = 16;    // of a client's responses
constexpr auto level_info = std::size_t{1}; // of log_levels

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

// Streams.

ordered_json change_message(const stream& s, std::string_view method, ordered_json params) {
  if (!s.listening.is_null()) params["_meta"][subscription_key] = s.listening;
  return notification_message(method, std::move(params));
}

std::uint64_t open_stream(server_pointer self, const way_back& back, stream s) {
  const auto number = ++self->state.last_stream;
  // From a thread of the transport. It holds no reference: a server that has gone needs no news.
  auto changed = [weak = caf::actor_cast<caf::weak_actor_ptr>(server{self}), number] {
    if (const auto to = caf::actor_cast<server>(weak)) caf::anon_send(to, outlet_changed{number});
  };
  s.to = back.open(std::move(changed));
  self->state.streams.emplace(number, std::move(s));
  return number;
}

void forget_stream(server_state& state, std::uint64_t number) {
  const auto at = state.streams.find(number);
  if (at == state.streams.end()) return;
  const auto of = state.sessions.find(at->second.session_id);
  if (of != state.sessions.end() && of->second.stream == number) of->second.stream = 0;
  state.streams.erase(at);
}

void end_stream(server_state& state, std::uint64_t number) {
  const auto at = state.streams.find(number);
  if (at == state.streams.end()) return;
  const auto& s = at->second;
  if (!s.listening.is_null())
    static_cast<void>(s.to.write(result_message(
        s.listening, {{"resultType", "complete"}, {"_meta", {{subscription_key, s.listening}}}})));
  s.to.end();
  forget_stream(state, number);
}

/// A reader that is too slow is cut: it comes back, and looks anew.
void write(server_state& state, std::uint64_t number, const ordered_json& text) {
  const auto at = state.streams.find(number);
  if (at != state.streams.end() && !at->second.to.write(text)) forget_stream(state, number);
}

// Sessions.

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
  const auto stream = at->second.stream;
  state.sessions.erase(at);
  end_stream(state, stream);
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

// Changes.

/// The paths that are new, gone, or of another time.
std::vector<std::string> changed(const document_times& before, const document_times& now) {
  auto paths = std::vector<std::string>{};
  const auto add_others = [&](const document_times& of, const document_times& than, bool only_missing) {
    for (const auto& [path, time] : of) {
      const auto other = than.find(path);
      if (other == than.end() || (!only_missing && other->second != time)) paths.push_back(path);
    }
  };
  add_others(now, before, false);
  add_others(before, now, true);
  return paths;
}

void tell_of(server_state& state, const std::vector<std::string>& paths) {
  auto numbers = std::vector<std::uint64_t>{};
  for (const auto& [number, s] : state.streams) numbers.push_back(number);
  for (const auto number : numbers) {
    const auto s = state.streams.at(number);
    const auto of = state.sessions.find(s.session_id);
    const auto in_session = of != state.sessions.end();
    if (s.lists)
      write(state, number, change_message(s, "notifications/resources/list_changed", ordered_json::object()));
    const auto& uris = in_session ? of->second.of.subscribed : s.uris;
    for (const auto& path : paths)
      if (const auto uri = resources::uri_of_document(path); uris.contains(uri))
        write(state, number, change_message(s, "notifications/resources/updated", {{"uri", uri}}));
    if (in_session && of->second.of.least_level <= level_info)
      write(state, number,
            notification_message("notifications/message",
                                 {{"level", "info"},
                                  {"logger", "knowledge"},
                                  {"data", std::to_string(paths.size()) + " documents have changed"}}));
  }
}

void compare(server_state& state, const document_list& list) {
  auto now = document_times{};
  for (const auto& d : list.documents) now.emplace(d.path, d.updated_at);
  if (state.documents)
    if (const auto paths = changed(*state.documents, now); !paths.empty()) tell_of(state, paths);
  state.documents = std::move(now);
}

void rewire(server_pointer self, std::shared_ptr<const wiring> now) {
  auto& state = self->state;
  const auto has_other_index = now->index && (!state.with || state.with->index != now->index);
  state.with = std::move(now);
  if (!has_other_index) return;
  self->request(state.with->knowledge, caf::infinite, troupe::list_documents{})
      .then([self](const document_list& list) { compare(self->state, list); },
            [](const caf::error& why) {
              log::warning("clients of MCP are not told of changed documents",
                           {{"reason", to_failure(why).detail}});
            });
}

// What a step has to do.

void page_of_resources(const errand& e, const list_resources& wanted) {
  ask<document_list>(
      e, e.with->knowledge, troupe::list_documents{},
      [e, wanted](const document_list& all) {
        auto page = resources::page(all, wanted.cursor);
        if (const auto* why = std::get_if<fault>(&page)) return e.fail(*why);
        auto& list = std::get<ordered_json>(page);
        if (e.self->state.parts->settings.mcp_conformance && wanted.cursor.empty())
          for (auto& r : conformance::resources()) list["resources"].push_back(r);
        e.succeed(std::move(list));
      },
      [e](const failure& f) {
        e.fail({codes::internal, told(f)});
      });
}

/// As the fault of a resource that is not there, where the failure says so.
void fail_reading(const errand& e, const std::string& uri, const failure& f) {
  const auto is_unknown =
      f.code == errc::unknown_document || f.code == errc::unknown_session || f.code == errc::bad_request;
  e.fail(is_unknown ? unknown_resource(e.of.era, uri) : fault{codes::internal, told(f)});
}

void read(const errand& e, const std::string& uri, const resources::document& d) {
  ask<document_view>(
      e, e.with->knowledge, troupe::read_document{d.path},
      [e, uri](const document_view& v) { e.succeed(resources::contents(uri, "text/markdown", v.content)); },
      [e, uri](const failure& f) { fail_reading(e, uri, f); });
}

void read(const errand& e, const std::string& uri, const resources::transcript& t) {
  ask<history_page>(
      e, e.with->directory, view_history{t.session_id, e.who, {}, transcript_messages},
      [e, uri](const history_page& page) {
        e.succeed(resources::contents(uri, "application/json", text_of(to_json(page))));
      },
      [e, uri](const failure& f) { fail_reading(e, uri, f); });
}

void read(const errand& e, const std::string& uri, const resources::configuration&) {
  e.succeed(resources::contents(uri, "text/plain", resources::settings_text(e.self->state.parts->settings)));
}

void complete(const errand& e, const complete_path& wanted) {
  ask<document_list>(
      e, e.with->knowledge, troupe::list_documents{},
      [e, wanted](const document_list& all) {
        auto values = ordered_json::array();
        auto total = std::size_t{0};
        for (const auto& d : all.documents)
          if (d.path.starts_with(wanted.begun) && ++total <= most_completions) values.push_back(d.path);
        e.succeed(
            {{"completion",
              {{"values", std::move(values)}, {"total", total}, {"hasMore", total > most_completions}}}});
      },
      [e](const failure& f) {
        e.fail({codes::internal, told(f)});
      });
}

void listen_to(const errand& e, const listen& wanted) {
  auto agreed = ordered_json::object();
  if (wanted.lists) agreed["resourcesListChanged"] = true;
  if (!wanted.uris.empty()) agreed["resourceSubscriptions"] = wanted.uris;
  const auto number = open_stream(e.self, e.back, {{}, {}, e.asked.id, wanted.lists, wanted.uris});
  auto& state = e.self->state;
  const auto text = change_message(state.streams.at(number), "notifications/subscriptions/acknowledged",
                                   {{"notifications", std::move(agreed)}});
  write(state, number, text);
}

/// Does what a step asks for; its result goes by the errand.
struct doing {
  errand e;

  void operator()(const ordered_json& result) const { e.succeed(result); }
  void operator()(const fault& why) const { e.fail(why); }
  void operator()(const nothing&) const { e.back.answer({nullptr, 202, {}}); }
  void operator()(const call_tool& c) const { c.which->handle({e, c.arguments, c.progress}); }
  void operator()(const list_resources& wanted) const { page_of_resources(e, wanted); }
  void operator()(const read_resource& wanted) const {
    if (const auto named = resources::at(wanted.uri))
      std::visit([&](const auto& what) { read(e, wanted.uri, what); }, *named);
  }
  void operator()(const complete_path& wanted) const { complete(e, wanted); }
  void operator()(const listen& wanted) const { listen_to(e, wanted); }
};

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
  std::visit(doing{{self, self->state.with, m.what, of, m.who, m.back}}, step);
}

void take_in_session(server_pointer self, const said& m) {
  if (m.what.method == "initialize" && m.session_id.empty()) return begin_session(self, m);
  const auto found = find_session(self->state, m.session_id, m.who, m.what.id);
  if (const auto* refusal = std::get_if<reply>(&found)) return m.back.answer(*refusal);
  auto& of = *std::get<session*>(found);
  if (m.what.kind == message_kind::response) take_response(of, m.what);
  const auto step = next_step(m.what, of.of, offer_of(self->state.parts->settings));
  std::visit(doing{{self, self->state.with, m.what, of.of, m.who, m.back, m.session_id}}, step);
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

void errand::succeed(ordered_json result) const {
  back.answer({result_message(asked.id, completed(asked, of, std::move(result))), 200, {}});
}

void errand::fail(const fault& why) const { refuse(back, asked.id, why, http_status(of.era, why)); }

void errand::ask_client(std::string_view method, ordered_json params, response_taker then) const {
  const auto at = self->state.sessions.find(session_id);
  if (at == self->state.sessions.end() || at->second.awaited.size() >= most_awaited)
    return fail({codes::internal, "the client cannot be asked for more at a time"});
  const auto id = "troupe-" + std::to_string(++self->state.last_request);
  at->second.awaited.emplace(id, std::move(then));
  back.tell({{"jsonrpc", "2.0"}, {"id", id}, {"method", method}, {"params", std::move(params)}});
}

void errand::log(std::string_view level, std::string_view line) const {
  const auto* const at = std::ranges::find(log_levels, level);
  if (static_cast<std::size_t>(at - log_levels.begin()) < of.least_level) return;
  back.tell(notification_message("notifications/message", {{"level", level}, {"data", line}}));
}

void tool_call::tell_progress(double done, double total) const {
  if (progress.is_null()) return;
  of.back.tell(notification_message("notifications/progress",
                                    {{"progressToken", progress}, {"progress", done}, {"total", total}}));
}

std::string told(const failure& f) {
  return std::string{name(f.code)} + ": " + (f.detail.empty() ? std::string{title(f.code)} : f.detail);
}

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
