#pragma once
#include "http/json.hpp"
#include "http/schema.hpp"

namespace troupe::http {

/// A row as JSON Schema 2020-12: what `check` takes is valid, and what it refuses is not.
[[nodiscard]] ordered_json json_schema(const member&);

/// The same of a JSON body. Where a choice brings members of its own, each is an object of a oneOf.
[[nodiscard]] ordered_json json_schema(const body_form&);

} // namespace troupe::http
