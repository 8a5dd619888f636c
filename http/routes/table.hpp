#pragma once
#include "http/route.hpp"

namespace troupe::http::routes {

/// Every address of the interface.
[[nodiscard]] route_table table() noexcept;

} // namespace troupe::http::routes
