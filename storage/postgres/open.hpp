#pragma once
#include "storage/identity.hpp"
#include "storage/postgres/database.hpp"

#include <cstdint>

namespace troupe::storage::postgres {

/// What a start on a database begins with.
struct opened {
  std::uint64_t epoch = 0; ///< larger than at any earlier start, of whatever process
  identity::secret secret{};
};

/// Brings the schema up to date, and claims a new epoch. Throws storage::error with what to do.
[[nodiscard]] opened open(const options&);

} // namespace troupe::storage::postgres
