#pragma once

#include "http/framing/message.hpp"

#include <cstddef>
#include <ctime>
#include <string>
#include <string_view>

namespace troupe::http {

/// How an answer is put on its connection.
struct answer_form {
  int minor_version = 1;
  bool close = false;    ///< the last on its connection
  bool stream = false;   ///< the body follows in pieces
  std::string_view date; ///< as the Date header has it
};

/// Status line and headers, and how the body's length is told: Content-Length, chunks, or the connection's
/// end.
[[nodiscard]] std::string serialize_head(const response& answer, const answer_form& form);
[[nodiscard]] bool has_body(int status) noexcept;
/// False when a header's name or value would break out of its line.
[[nodiscard]] bool is_sendable(const response& answer) noexcept;
[[nodiscard]] bool are_sendable(const fields& headers) noexcept;
/// The head of a 101 that makes a connection a WebSocket.
[[nodiscard]] std::string serialize_upgrade(const fields& headers, std::string_view date);
/// What precedes a piece of a chunked body; CRLF follows it.
[[nodiscard]] std::string chunk_header(std::size_t bytes);

/// IMF-fixdate (RFC 9110 §5.6.7).
[[nodiscard]] std::string http_date(std::time_t at);

} // namespace troupe::http
