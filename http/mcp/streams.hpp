#pragma once
#include "http/mcp/server.hpp"

#include <string_view>

/// What clients are told without having asked for it.
namespace troupe::http::mcp {

/// Begins a stream; its number.
std::uint64_t open_stream(server_pointer, const way_back&, stream);
/// Ends it as the protocol does. Nothing, if there is none.
void end_stream(server_state&, std::uint64_t number);
/// A reader that is too slow is cut: it comes back, and looks anew.
void write_to(server_state&, std::uint64_t number, const ordered_json& message);

/// A notification that names the request that opened the stream, where one did.
[[nodiscard]] ordered_json change_message(const stream&, std::string_view method, ordered_json params);

/// Tells everybody whom it concerns which documents are others than at the last call; nobody at the first.
void tell_changes(server_state&, const document_list&);

} // namespace troupe::http::mcp
