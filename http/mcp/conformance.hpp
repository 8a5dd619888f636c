#pragma once
#include "http/mcp/message.hpp"
#include "http/mcp/tool.hpp"

#include <optional>
#include <string_view>
#include <variant>

/// What the conformance suite of MCP expects to find at any server, besides what that is for. It is there
/// only with TROUPE_MCP_CONFORMANCE.
namespace troupe::http::mcp::conformance {

[[nodiscard]] tool_table tools() noexcept;

[[nodiscard]] ordered_json resources();
[[nodiscard]] ordered_json templates();
/// What resources/read answers; none where the URI is no such resource.
[[nodiscard]] std::optional<ordered_json> read(std::string_view uri);
[[nodiscard]] bool may_be_watched(std::string_view uri);

[[nodiscard]] ordered_json prompts();
/// What prompts/get answers; none where the name is no such prompt.
[[nodiscard]] std::optional<std::variant<ordered_json, fault>> prompt(const json& params);

} // namespace troupe::http::mcp::conformance
