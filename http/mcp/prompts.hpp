#pragma once
#include "http/mcp/message.hpp"

#include <string_view>
#include <variant>

/// Tasks that a person starts from a menu of the assistant.
namespace troupe::http::mcp::prompts {

/// As prompts/list tells of them.
[[nodiscard]] ordered_json list();

/// What prompts/get answers; a fault where the name or an argument is none of it.
[[nodiscard]] std::variant<ordered_json, fault> get(const json& params);

} // namespace troupe::http::mcp::prompts
