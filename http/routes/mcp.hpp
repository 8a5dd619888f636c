#pragma once
#include "http/call.hpp"
#include "http/schema.hpp"

#include <array>

/// The Model Context Protocol by streamable HTTP: one message a POST, a stream of news by GET.
namespace troupe::http::routes {

void post_mcp_message(call);
void follow_mcp_session(call);
void end_mcp_session(call);

inline constexpr auto mcp_session_header = member{
    .name = "Mcp-Session-Id", .most = 64, .doc = "The session, as the answer to `initialize` named it."};
inline constexpr auto mcp_version_header = member{
    .name = "MCP-Protocol-Version", .most = 64, .doc = "The version of the protocol that the client speaks."};
inline constexpr auto mcp_method_header = member{
    .name = "Mcp-Method", .most = 256, .doc = "The message's method; needed since version 2026-07-28."};
inline constexpr auto mcp_name_header =
    member{.name = "Mcp-Name",
           .doc = "The tool, prompt or resource that the message names; needed since version 2026-07-28."};
inline constexpr auto mcp_needed_session = member{.name = mcp_session_header.name,
                                                  .required = true,
                                                  .most = mcp_session_header.most,
                                                  .doc = mcp_session_header.doc};
inline constexpr auto mcp_session_headers = std::to_array<member>({mcp_needed_session, mcp_version_header});
inline constexpr auto mcp_message_headers =
    std::to_array<member>({mcp_session_header, mcp_version_header, mcp_method_header, mcp_name_header});

inline constexpr auto mcp_members = std::to_array<member>({
    {.name = "jsonrpc", .required = true, .doc = "Always \"2.0\"."},
    {.name = "method", .doc = "What is asked for, or what has happened."},
    {.name = "params", .type = member_type::object, .doc = "What goes with it."},
});
inline constexpr auto mcp_message = body_form{
    .type = media::application_json,
    .name = "mcp_message",
    .members = mcp_members,
    .example =
        R"({"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"example","version":"1"}}})",
    .open = true,
    .raw = true};

} // namespace troupe::http::routes
