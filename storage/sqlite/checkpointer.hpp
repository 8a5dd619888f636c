#pragma once
#include "storage/sqlite/database.hpp"

namespace troupe::storage::sqlite {

/// Copies the write-ahead log into the database file, on a connection of its own so that no commit waits for
/// it.
class checkpointer {
public:
  explicit checkpointer(const std::filesystem::path& file, const options& = {});

  struct progress {
    int frames = 0; ///< pages in the log
    int copied = 0; ///< of them in the database file by now; when it is all of them, the log begins anew
  };
  /// Copies what it can beside running commits. Commits without a pause would let the log grow for ever: from
  /// `restart_frames` on it also holds them up for the few pages that came meanwhile, so that the log begins
  /// anew.
  progress run();

  static constexpr int restart_frames = 16'384; ///< 64 MiB of log

private:
  database db_;
};

} // namespace troupe::storage::sqlite
