#pragma once
#include "config/settings.hpp"
#include "storage/identity.hpp"
#include "storage/sql/database.hpp"
#include "storage/sqlite/database.hpp"
#include "storage/sqlite/directory_lock.hpp"

#include <cstdint>
#include <memory>

namespace troupe::app {

/// The store that the settings name is a file in the data directory or, with DATABASE_URL, a PostgreSQL
/// database. What a process that owns it begins with; the data directory is its own in both cases.
struct owned_store {
  storage::sqlite::directory_lock lock;
  std::uint64_t epoch = 0; ///< larger than at any earlier start
  storage::identity::secret secret{};
};

/// Brings the schema up to date and claims an epoch. Throws storage::error with what to do.
[[nodiscard]] owned_store own_store(const config::settings&);

/// A connection to it; beside an owner, and without one. Throws storage::error.
[[nodiscard]] std::unique_ptr<storage::sql::database> connect_store(const config::settings&,
                                                                    storage::sqlite::access);

[[nodiscard]] bool is_served(const config::settings&); ///< by a server of its own, not from a file

} // namespace troupe::app
