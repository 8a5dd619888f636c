#pragma once
#include "http/problem.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>

namespace troupe::http {

using json = nlohmann::json;
using ordered_json = nlohmann::ordered_json; ///< for answers: members in the order in which people read them

inline constexpr std::size_t max_json_depth = 64;

/// Reads one JSON text (RFC 8259), strictly: what stands behind it, a member that is named twice and nesting
/// beyond max_json_depth are errors, as is text that is no Unicode. Never throws, and takes linear time for
/// any bytes.
[[nodiscard]] std::variant<json, field_error> parse_json(std::string_view text);

/// Compact. Bytes that are no UTF-8 become U+FFFD.
[[nodiscard]] std::string text_of(const ordered_json&);

/// An answer with this body.
[[nodiscard]] response json_response(const ordered_json& body, int status = 200);

/// `member` as the next step of a JSON pointer, "~" and "/" escaped (RFC 6901).
[[nodiscard]] std::string pointer_to(std::string_view parent, std::string_view member);

} // namespace troupe::http
