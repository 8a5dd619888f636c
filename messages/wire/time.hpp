#pragma once
#include <cstdint>

namespace troupe {

/// Microseconds since 1970-01-01T00:00:00Z: what is stored and sent. Rendered as RFC 3339 only at the edges.
using timestamp = std::int64_t;

} // namespace troupe
