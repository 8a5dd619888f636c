#pragma once
#include "storage/sqlite/database.hpp"

namespace troupe::storage::sqlite {

/// Brings the database to this program's schema, each migration in a transaction of its own; PRAGMA
/// user_version counts those that were made. Throws storage::error if a newer program made it.
void migrate(database&);

/// A connection to a database of this program's schema. Throws storage::error for any other.
[[nodiscard]] std::unique_ptr<database> connect(const std::filesystem::path& file, access, const options&);

/// Throws storage::error for a schema newer than this program, and for a database that is not Troupe's.
void require_known_schema(database&);

} // namespace troupe::storage::sqlite
