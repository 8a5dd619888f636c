#include "storage/sqlite/checkpointer.hpp"

#include <sqlite3.h>
#include <tuple>

namespace troupe::storage::sqlite {

checkpointer::checkpointer(const std::filesystem::path& file, const options& o)
    : db_{file, access::read_write, o} {}

checkpointer::progress checkpointer::run() {
  auto [frames, copied] = db_.checkpoint(SQLITE_CHECKPOINT_PASSIVE);
  if (frames < restart_frames || frames == copied) return {frames, copied};
  std::tie(frames, copied) = db_.checkpoint(SQLITE_CHECKPOINT_RESTART);
  return {frames, copied};
}

} // namespace troupe::storage::sqlite
