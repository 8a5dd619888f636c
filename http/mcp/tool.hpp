#pragma once
#include "http/json.hpp"
#include "http/schema.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace troupe::http::mcp {

struct tool_call; // http/mcp/tool_call.hpp

/// What a client needs to be allowed.
enum class scope : std::uint8_t { read, write };

/// What an assistant may expect of a tool, before it asks its human.
struct hints {
  bool read_only = false;
  bool destructive = false; ///< undoes or removes what is there
  bool idempotent = false;  ///< a second call with the same arguments changes nothing more
  bool open_world = false;  ///< reaches beyond this server
};

/// One row of the table from which tools are listed, checked and called.
struct tool {
  std::string_view name;
  std::string_view title;
  std::string_view description; ///< when to use it, and what comes of it
  body_form input;
  std::string_view input_schema; ///< JSON, told in place of what the rows say; empty: that
  std::string_view output;       ///< the name in http/openapi/schemas.json of what it answers; empty: texts
  mcp::hints hints;
  scope needed = scope::read;
  std::string_view question; ///< what its human is asked before; empty: nothing
  void (*handle)(tool_call) = nullptr;
};
using tool_table = std::span<const tool>;

/// As tools/list tells of it. Its schemas are JSON Schema 2020-12, and hold all that they refer to.
[[nodiscard]] ordered_json describe(const tool&);

/// The schema of this name in http/openapi/schemas.json, with those that it refers to below $defs.
[[nodiscard]] ordered_json bundled_schema(std::string_view name);

/// The result of a call: the object, and the same as text for those who read no objects.
[[nodiscard]] ordered_json tool_result(ordered_json structured);
/// The result of a call that failed: what an assistant should read and do.
[[nodiscard]] ordered_json tool_failure(std::string_view text);

/// The number that a checked argument is, or what its absence means.
[[nodiscard]] std::uint64_t number_in(const json& arguments, const member&);

} // namespace troupe::http::mcp
