#pragma once
#include "actors/supervisor/interface.hpp"
#include "actors/wiring.hpp"
#include "config/settings.hpp"
#include "http/mcp/exchange.hpp"
#include "http/mcp/interface.hpp"
#include "http/mcp/protocol.hpp"
#include "messages/wire/gateway.hpp"

#include <caf/stateful_actor.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

namespace troupe::http::mcp {

/// A message of a client, with what its transport knows of it.
struct said {
  message what;
  std::string session_id;                    ///< empty: none was named
  std::optional<std::string> version_header; ///< MCP-Protocol-Version, where there are headers
  caller who;
  way_back back;
  std::shared_ptr<const wiring> with; ///< the newest that the transport knows
};

/// The client of a session wants to hear what it has not asked for.
struct follow {
  std::string session_id;
  caller who;
  way_back back;
};

/// The client ends its session.
struct leave {
  std::string session_id;
  caller who;
  way_back back;
};

/// A stream may be over.
struct outlet_changed {
  std::uint64_t number = 0;
};

struct server_parts {
  const config::settings& settings; ///< outlives the server
  supervisor::handle supervisor;
};

/// Takes the response of a client to a request of the server.
using response_taker = std::function<void(const json& response)>;

struct session {
  client of;
  std::string principal;                              ///< whose key began it
  std::uint64_t last_used = 0;                        ///< grows with each message
  std::uint64_t stream = 0;                           ///< of `streams`; 0: none
  std::map<std::string, response_taker> awaited = {}; ///< by the ids of the requests
};

/// What is told of changes on a stream.
struct stream {
  outlet to;
  std::string session_id;     ///< empty: a stateless request opened it
  json listening;             ///< the id of that request
  bool lists = true;          ///< tell when there are other resources
  std::set<std::string> uris; ///< of a stateless one: the resources whose changes are told
};

/// Documents by their paths, with their last changes.
using document_times = std::map<std::string, timestamp>;

struct server_state {
  static constexpr const char* name = "mcp_server";

  std::optional<server_parts> parts;
  std::shared_ptr<const wiring> with; ///< none before the supervisor has sent the first, or a transport has
  std::map<std::string, session> sessions;
  std::map<std::uint64_t, stream> streams;
  std::optional<document_times> documents; ///< as of the last index; none before the first
  std::uint64_t clock = 0;                 ///< counts messages
  std::uint64_t last_stream = 0;
  std::uint64_t last_request = 0; ///< of those that the server makes
  std::size_t asked = 0;          ///< spreads what is asked of pools
};
using server_pointer = server::stateful_pointer<server_state>;

server::behavior_type server_behavior(server_pointer, server_parts);

} // namespace troupe::http::mcp
