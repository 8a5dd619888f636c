#include "http/mcp/streams.hpp"

#include "http/mcp/resources.hpp"

#include <caf/actor_cast.hpp>
#include <caf/send.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <vector>

namespace troupe::http::mcp {
namespace {

constexpr auto subscription_key = "io.modelcontextprotocol/subscriptionId";
constexpr auto level_info = std::size_t{1}; // of log_levels

void forget_stream(server_state& state, std::uint64_t number) {
  const auto at = state.streams.find(number);
  if (at == state.streams.end()) return;
  const auto of = state.sessions.find(at->second.session_id);
  if (of != state.sessions.end() && of->second.stream == number) of->second.stream = 0;
  state.streams.erase(at);
}

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
      write_to(state, number,
               change_message(s, "notifications/resources/list_changed", ordered_json::object()));
    const auto& uris = in_session ? of->second.of.subscribed : s.uris;
    for (const auto& path : paths)
      if (const auto uri = resources::uri_of_document(path); uris.contains(uri))
        write_to(state, number, change_message(s, "notifications/resources/updated", {{"uri", uri}}));
    if (in_session && of->second.of.least_level <= level_info)
      write_to(state, number,
               notification_message("notifications/message",
                                    {{"level", "info"},
                                     {"logger", "knowledge"},
                                     {"data", std::to_string(paths.size()) + " documents have changed"}}));
  }
}

} // namespace

std::uint64_t open_stream(server_pointer self, const way_back& back, stream s) {
  const auto number = ++self->state.last_stream;
  // From a thread of the transport. It holds no reference: a server that has gone needs no news.
  auto changed = [weak = caf::actor_cast<caf::weak_actor_ptr>(server{self}), number] {
    if (const auto to = caf::actor_cast<server>(weak)) caf::anon_send(to, outlet_changed{number});
  };
  s.to = back.open(std::move(changed));
  self->state.streams.emplace(number, std::move(s));
  self->send(server{self}, outlet_changed{number}); // it may be over already
  return number;
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

void write_to(server_state& state, std::uint64_t number, const ordered_json& text) {
  const auto at = state.streams.find(number);
  if (at != state.streams.end() && !at->second.to.write(text)) forget_stream(state, number);
}

ordered_json change_message(const stream& s, std::string_view method, ordered_json params) {
  if (!s.listening.is_null()) params["_meta"][subscription_key] = s.listening;
  return notification_message(method, std::move(params));
}

void tell_changes(server_state& state, const document_list& list) {
  auto now = document_times{};
  for (const auto& d : list.documents) now.emplace(d.path, d.updated_at);
  if (state.documents)
    if (const auto paths = changed(*state.documents, now); !paths.empty()) tell_of(state, paths);
  state.documents = std::move(now);
}

} // namespace troupe::http::mcp
