#include "storage/sqlite/database.hpp"

#include <sqlite3.h>

namespace troupe::storage::sqlite {
namespace {

/// Pages of log (64 MiB) at which a commit copies what the checkpointer has not copied yet, so that the log
/// begins anew: beside commits without a pause the checkpointer alone never gets to its end. SQLite's default
/// of 1,000 pages would hold up every hundredth turn.
constexpr int log_limit = 16'384;

std::string_view advice(int code) {
  switch (code & 0xff) {
  case SQLITE_FULL: return "; free space on its volume";
  case SQLITE_NOTADB:
  case SQLITE_CORRUPT: return "; restore it from a backup, or move it away to begin with an empty one";
  case SQLITE_READONLY:
  case SQLITE_PERM:
  case SQLITE_AUTH:
  case SQLITE_CANTOPEN: return "; see that this user may write the file and its directory";
  case SQLITE_BUSY:
  case SQLITE_LOCKED: return "; another program holds it locked";
  default: return "";
  }
}

[[noreturn]] void fail(std::string_view file, std::string_view operation, int code, std::string_view reason) {
  constexpr std::size_t shown = 80;
  const auto what = operation.substr(0, operation.find('\n')).substr(0, shown);
  throw error{"sqlite " + std::string{file} + ": " + std::string{what} + ": " + std::string{reason}
              + " (code " + std::to_string(code) + ")" + std::string{advice(code)}};
}

void bound(sqlite3_stmt* statement, int code) {
  if (code != SQLITE_OK) fail("", sqlite3_sql(statement), code, sqlite3_errstr(code));
}

} // namespace

rows::~rows() {
  if (!statement_) return;
  sqlite3_reset(statement_); // repeats the error that next() has thrown already
  sqlite3_clear_bindings(statement_);
}

bool rows::next() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  auto* connection = sqlite3_db_handle(statement_);
  fail(file_, sqlite3_sql(statement_), sqlite3_extended_errcode(connection), sqlite3_errmsg(connection));
}

bool rows::null(int column) const noexcept { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
std::int64_t rows::integer(int column) const noexcept { return sqlite3_column_int64(statement_, column); }
double rows::real(int column) const noexcept { return sqlite3_column_double(statement_, column); }

std::string rows::text(int column) const {
  const auto content = blob(column); // as bytes: a text may hold NULs
  return {content.begin(), content.end()};
}

bytes rows::blob(int column) const noexcept {
  const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_, column));
  return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

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
  script("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = " + std::to_string(log_limit));
  script(o.durable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = OFF");
}

void database::close::operator()(sqlite3* connection) const noexcept { sqlite3_close_v2(connection); }
void database::close::operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }

void database::check(int code, std::string_view operation) const {
  if (code == SQLITE_OK) return;
  auto* connection = connection_.get();
  fail(file_, operation, connection ? sqlite3_extended_errcode(connection) : code,
       connection ? sqlite3_errmsg(connection) : sqlite3_errstr(code));
}

sqlite3_stmt* database::prepared(std::string_view sql) {
  if (auto known = statements_.find(sql); known != statements_.end()) return known->second.get();
  sqlite3_stmt* statement = nullptr;
  check(sqlite3_prepare_v3(connection_.get(), sql.data(), static_cast<int>(sql.size()),
                           SQLITE_PREPARE_PERSISTENT, &statement, nullptr),
        sql);
  return statements_.emplace(sql, statement).first->second.get();
}

void database::script(const std::string& sql) {
  check(sqlite3_exec(connection_.get(), sql.c_str(), nullptr, nullptr, nullptr), sql);
}

std::int64_t database::last_id() const noexcept { return sqlite3_last_insert_rowid(connection_.get()); }
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

void database::bind(sqlite3_stmt* statement, int index, std::int64_t value) {
  bound(statement, sqlite3_bind_int64(statement, index, value));
}
void database::bind(sqlite3_stmt* statement, int index, double value) {
  bound(statement, sqlite3_bind_double(statement, index, value));
}
void database::bind(sqlite3_stmt* statement, int index, std::string_view value) {
  const char* data = value.data() ? value.data() : ""; // a null pointer would bind NULL
  bound(statement, sqlite3_bind_text64(statement, index, data, value.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
}
void database::bind(sqlite3_stmt* statement, int index, bytes value) {
  if (value.empty())
    bound(statement, sqlite3_bind_zeroblob(statement, index, 0));
  else
    bound(statement, sqlite3_bind_blob64(statement, index, value.data(), value.size(), SQLITE_TRANSIENT));
}
void database::bind(sqlite3_stmt* statement, int index, std::nullptr_t) {
  bound(statement, sqlite3_bind_null(statement, index));
}

} // namespace troupe::storage::sqlite
