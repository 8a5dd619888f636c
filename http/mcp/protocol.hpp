#pragma once
#include "http/mcp/message.hpp"
#include "http/mcp/tool.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>

/// What the messages of a client ask for, by the rules of the protocol alone: no clock, no actors, no HTTP.
namespace troupe::http::mcp {

/// Until 2025-11-25 a client begins a session by `initialize`; since 2026-07-28 each of its requests says
/// all.
enum class era : std::uint8_t { sessions, stateless };

inline constexpr std::string_view stateless_version = "2026-07-28";
inline constexpr auto session_versions = std::to_array<std::string_view>({"2025-11-25", "2025-06-18"});

/// What the server has, for all clients alike.
struct offer {
  tool_table tools;
  bool writes = true;       ///< otherwise what writes is hidden and refused
  bool conformance = false; ///< resources and prompts of the conformance suite, too
};

/// A session, or the sender of one stateless request.
struct client {
  mcp::era era = mcp::era::sessions;
  std::string version;                   ///< agreed on; empty before `initialize`
  std::size_t least_level = 1;           ///< of log messages: a place in log_levels; behind all: none
  json capabilities = json::object();    ///< the client's own
  std::set<std::string> subscribed = {}; ///< URIs of resources
};

inline constexpr std::size_t most_subscribed = 100; ///< resources of a client

inline constexpr auto log_levels = std::to_array<std::string_view>(
    {"debug", "info", "notice", "warning", "error", "critical", "alert", "emergency"});

// What has to be done for an answer, where the protocol alone does not have it.
struct call_tool {
  const tool* which = nullptr;
  json arguments; ///< fit the tool's rows
  json progress;  ///< the token under which to tell of it; null: none
};
struct list_resources {
  std::string cursor;
};
struct read_resource {
  std::string uri;
};
struct complete_path {
  std::string begun; ///< what the path of a document begins with
};
/// The answer is a stream of what is subscribed to.
struct listen {
  bool lists = false; ///< tell when there are other resources
  std::set<std::string> uris;
};
/// A notification, or an answer to nothing that was asked.
struct nothing {};
using step = std::variant<ordered_json, fault, call_tool, list_resources, read_resource, complete_path,
                          listen, nothing>;

[[nodiscard]] step next_step(const message&, client&, const offer&);

/// Stateless, if the message or the header MCP-Protocol-Version says so.
[[nodiscard]] era era_of(const message&, std::optional<std::string_view> version_header);

/// The sender of a stateless request that was checked.
[[nodiscard]] client stateless_client(const message&);

/// What is wrong with what a stateless request says of itself.
[[nodiscard]] std::optional<fault> check_stateless(const message&);

/// The result as its era knows it: a stateless one says that it is complete, whose it is, and how long it may
/// be kept.
[[nodiscard]] ordered_json completed(const message&, const client&, ordered_json result);

/// The HTTP status of an answer with this fault.
[[nodiscard]] int http_status(era, const fault&) noexcept;

/// A resource that is not there, as the era says it.
[[nodiscard]] fault unknown_resource(era, const std::string& uri);

} // namespace troupe::http::mcp
