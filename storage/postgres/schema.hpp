#pragma once
#include "storage/postgres/database.hpp"

#include <memory>

namespace troupe::storage::postgres {

/// Brings the database to this program's schema, all migrations in one transaction; the table schema_version
/// counts those that were made. Throws storage::error if a newer program made it.
void migrate(database&);

/// A connection to a database of this program's schema. Throws storage::error for any other.
[[nodiscard]] std::unique_ptr<database> connect(const options&);

} // namespace troupe::storage::postgres
