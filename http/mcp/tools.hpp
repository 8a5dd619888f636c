#pragma once
#include "http/mcp/tool.hpp"

namespace troupe::http::mcp {

/// What an assistant can do here.
[[nodiscard]] tool_table tools() noexcept;
/// The same, and what the conformance suite of MCP expects.
[[nodiscard]] tool_table tools_for_conformance();

} // namespace troupe::http::mcp
