#pragma once
#include "storage/sqlite/database.hpp"

namespace troupe::storage::sqlite {

/// Copies the write-ahead log into the database file, on a connection of its own so that no commit waits for
/// it.
class checkpointer {
public:
  explicit checkpointer(const std::filesystem::path& file, const options& o = {})
      : db_{file, access::read_write, o} {}

  /// Copies what it can; never waits for a commit or a reader. Cheap when there is nothing to copy.
  database::progress run() { return db_.checkpoint(); }

private:
  database db_;
};

} // namespace troupe::storage::sqlite
