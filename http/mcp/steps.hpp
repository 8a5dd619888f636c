#pragma once
#include "http/mcp/protocol.hpp"
#include "http/mcp/tool_call.hpp"

namespace troupe::http::mcp {

/// Does what a step asks for; what comes of it goes back by the errand.
void perform(const errand&, const step&);

} // namespace troupe::http::mcp
