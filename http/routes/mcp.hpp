#pragma once
#include "http/call.hpp"

/// The Model Context Protocol by streamable HTTP: one message a POST, a stream of news by GET.
namespace troupe::http::routes {

void post_mcp_message(call);
void follow_mcp_session(call);
void end_mcp_session(call);

} // namespace troupe::http::routes
