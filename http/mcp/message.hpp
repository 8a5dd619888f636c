#pragma once
#include "http/json.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

/// The Model Context Protocol: what assistants operate Troupe by. See docs/mcp.md.
namespace troupe::http::mcp {

/// Of JSON-RPC 2.0, and MCP's own.
namespace codes {
inline constexpr int unreadable = -32700;
inline constexpr int invalid_request = -32600;
inline constexpr int unknown_method = -32601;
inline constexpr int invalid_params = -32602;
inline constexpr int internal = -32603;
inline constexpr int unknown_session = -32001;
inline constexpr int unknown_resource = -32002; ///< until 2025-11-25; invalid_params since
inline constexpr int header_mismatch = -32020;
inline constexpr int missing_capability = -32021;
inline constexpr int unknown_version = -32022;
} // namespace codes

struct fault {
  int code = codes::internal;
  std::string message; ///< names the thing, its value, and what to do
  ordered_json data = nullptr;

  bool operator==(const fault&) const = default;
};

enum class message_kind : std::uint8_t { request, notification, response };

/// One message of a client.
struct message {
  message_kind kind = message_kind::request;
  json id; ///< a text or a whole number; null for a notification
  std::string method;
  json params = json::object(); ///< an object; of a response: the object that has its `result` or `error`
};

/// A text that is no message.
struct unreadable {
  fault why;
  json id; ///< of the request, where it could be told; else null
};

/// Never throws, whatever the bytes. Arrays of messages (batches) are refused: no version that is served has
/// them.
[[nodiscard]] std::variant<message, unreadable> read_message(std::string_view text);

[[nodiscard]] ordered_json result_message(const json& id, ordered_json result);
/// Without an id where it is null: MCP knows no id of null.
[[nodiscard]] ordered_json fault_message(const json& id, const fault&);
[[nodiscard]] ordered_json notification_message(std::string_view method, ordered_json params);

/// The text of a member; none where it is absent or something else.
[[nodiscard]] const std::string* text_member(const json& object, std::string_view name);

} // namespace troupe::http::mcp
