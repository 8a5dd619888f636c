#pragma once
#include "storage/identity.hpp"
#include "storage/sqlite/database.hpp"
#include "storage/sqlite/directory_lock.hpp"

namespace troupe::storage::sqlite {

/// The database within a data directory; readers of another process open it without open().
[[nodiscard]] std::filesystem::path database_file(const std::filesystem::path& data_dir);

/// A store that is ready for its writer, readers and checkpointer. Keep it for as long as they live: it holds
/// the lock.
struct opened {
  directory_lock lock;
  std::filesystem::path file;
  std::uint64_t epoch =
      0; ///< larger than at any earlier start: what an earlier process still writes is fenced
  identity::secret secret{};
};

/// Makes the directory if it is missing, locks it, brings the schema up to date, and claims a new epoch.
/// Throws storage::error with what to do if the directory cannot be written, is locked, or holds a damaged or
/// newer database.
[[nodiscard]] opened open(const std::filesystem::path& data_dir, const options& = {});

} // namespace troupe::storage::sqlite
