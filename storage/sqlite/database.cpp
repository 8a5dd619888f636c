#include "storage/sqlite/database.hpp"

#include "storage/sqlite/failure.hpp"

#include <sqlite3.h>

namespace troupe::storage::sqlite {
namespace {

/// Pages of log (64 MiB) at which a commit copies what the checkpointer has not copied yet, so that the log
/// begins anew: beside commits without a pause the checkpointer alone never gets to its end. SQLite's default
/// of 1,000 pages would hold up every hundredth turn.
constexpr int log_limit = 16'384;

} // namespace

database::database(const std::filesystem::path& file, access mode, const options& o) : file_{file.string()} {
  const int flags =
      (mode == access::read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)
      | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  sqlite3* connection = nullptr;
  const int code = sqlite3_open_v2(file_.c_str(), &connection, flags, o.vfs);
  connection_.reset(connection); // to be closed even when opening failed
  check(code, "open");
  sqlite3_busy_timeout(connection, static_cast<int>(o.busy_timeout.count()));
  script("PRAGMA foreign_keys = ON");
  if (mode == access::read_only) return;
  script("PRAGMA secure_delete = ON"); // what was erased is no longer in the file
  script("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = " + std::to_string(log_limit));
  script(o.durable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = OFF");
}

void database::close::operator()(sqlite3* connection) const noexcept { sqlite3_close_v2(connection); }

void database::check(int code, std::string_view operation) const {
  if (code == SQLITE_OK) return;
  auto* connection = connection_.get();
  fail(file_, operation, connection ? sqlite3_extended_errcode(connection) : code,
       connection ? sqlite3_errmsg(connection) : sqlite3_errstr(code));
}

sql::statement& database::prepared(std::string_view sql) {
  if (auto known = statements_.find(sql); known != statements_.end()) return known->second;
  sqlite3_stmt* made = nullptr;
  check(sqlite3_prepare_v3(connection_.get(), sql.data(), static_cast<int>(sql.size()),
                           SQLITE_PREPARE_PERSISTENT, &made, nullptr),
        sql);
  return statements_.try_emplace(std::string{sql}, file_, made).first->second;
}

void database::script(const std::string& sql) {
  check(sqlite3_exec(connection_.get(), sql.c_str(), nullptr, nullptr, nullptr), sql);
}

std::int64_t database::changed() const noexcept { return sqlite3_changes64(connection_.get()); }

database::progress database::checkpoint() {
  progress made;
  const int code = sqlite3_wal_checkpoint_v2(connection_.get(), "main", SQLITE_CHECKPOINT_PASSIVE,
                                             &made.frames, &made.copied);
  if (code == SQLITE_BUSY) return {}; // another connection is at it
  check(code, "checkpoint");
  return made;
}

void database::rollback() noexcept {
  if (sqlite3_get_autocommit(connection_.get())) return; // committed, or undone by SQLite after a failure
  sqlite3_exec(connection_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
}

} // namespace troupe::storage::sqlite
