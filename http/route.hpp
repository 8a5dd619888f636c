#pragma once
#include "http/auth.hpp"
#include "http/framing/message.hpp"
#include "http/schema.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace troupe::http {

struct call; // http/call.hpp

/// What a route reads.
enum class media : std::uint8_t { none, application_json, text_markdown };

/// One row of the table from which dispatch, limits, keys and the description of the interface are made.
struct route {
  std::string_view method;
  std::string_view path; ///< "/v1/sessions/{id}": a name in braces stands for one segment
  key needed = key::none;
  media body = media::none;
  schema members; ///< of a JSON body
  std::string_view answer;
  void (*handle)(call) = nullptr;
  std::string_view summary;
  bool before_start = false; ///< served while the engine has yet to start
};
using route_table = std::span<const route>;

struct match {
  const route* to = nullptr;
  std::vector<std::string> arguments; ///< of the braces, in order, decoded
};

/// No row has the address.
struct no_address {};
/// Rows have it for other methods.
struct no_method {
  std::string allowed; ///< for the Allow header
};

/// HEAD finds what GET does.
[[nodiscard]] std::variant<match, no_address, no_method> find_route(route_table, const request&);

} // namespace troupe::http
