#pragma once
#include "http/cors.hpp"
#include "http/framing/message.hpp"
#include "http/mcp/message.hpp"
#include "messages/wire/errc.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

/// What the heads of requests to /mcp have to say, by the rules of streamable HTTP.
namespace troupe::http::mcp {

/// A page that was lured here by a name of its own for this machine (DNS rebinding), or that comes from an
/// origin that may not call: errc::forbidden, which names the header and the setting. `hosts` are the names
/// of this server besides loopback's.
[[nodiscard]] std::optional<failure> check_origin(const request&, std::span<const std::string> hosts,
                                                  const cors&);

/// The headers against the message that they go with: its version, method and name.
[[nodiscard]] std::optional<fault> check_headers(const request&, const message&);

/// What Mcp-Name repeats of a message; null: nothing.
[[nodiscard]] const std::string* repeated_name(const message&);

/// A text as a header can carry it: wrapped in base64 where it is not all visible ASCII.
[[nodiscard]] std::string header_value(const std::string& text);

/// The text of a header that may be wrapped as "=?base64?…?="; none where what is wrapped is no base64.
[[nodiscard]] std::optional<std::string> header_text(std::string_view value);

} // namespace troupe::http::mcp
