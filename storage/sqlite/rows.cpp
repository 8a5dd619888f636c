#include "storage/sqlite/rows.hpp"

#include "storage/sqlite/failure.hpp"

#include <sqlite3.h>

namespace troupe::storage::sqlite {

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

} // namespace troupe::storage::sqlite
