#pragma once
#include "http/json.hpp"
#include "http/route.hpp"

#include <string_view>

namespace troupe::http {

/// The interface as an OpenAPI 3.1 document: calls, parameters and bodies from the table, answers from
/// schemas.json.
[[nodiscard]] ordered_json openapi(route_table, std::string_view version);

} // namespace troupe::http
