#pragma once
#include "actors/etl/behavior.hpp"

namespace troupe::etl {

/// The table of jobs: a new one is a new row.
[[nodiscard]] std::vector<job> jobs(const options&);

} // namespace troupe::etl
