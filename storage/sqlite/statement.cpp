#include "storage/sqlite/statement.hpp"

#include "storage/sqlite/failure.hpp"

#include <sqlite3.h>

namespace troupe::storage::sqlite {
namespace {

void bound(sqlite3_stmt* to, int code) {
  if (code != SQLITE_OK) fail("", sqlite3_sql(to), code, sqlite3_errstr(code));
}

} // namespace

void statement::finalize::operator()(sqlite3_stmt* prepared) const noexcept { sqlite3_finalize(prepared); }

void statement::bind(int parameter, std::int64_t value) {
  bound(prepared_.get(), sqlite3_bind_int64(prepared_.get(), parameter, value));
}
void statement::bind(int parameter, double value) {
  bound(prepared_.get(), sqlite3_bind_double(prepared_.get(), parameter, value));
}
void statement::bind(int parameter, std::string_view value) {
  const char* data = value.data() ? value.data() : ""; // a null pointer would bind NULL
  bound(prepared_.get(),
        sqlite3_bind_text64(prepared_.get(), parameter, data, value.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
}
void statement::bind(int parameter, sql::bytes value) {
  bound(prepared_.get(), value.empty() ? sqlite3_bind_zeroblob(prepared_.get(), parameter, 0)
                                       : sqlite3_bind_blob64(prepared_.get(), parameter, value.data(),
                                                             value.size(), SQLITE_TRANSIENT));
}
void statement::bind(int parameter, std::nullptr_t) {
  bound(prepared_.get(), sqlite3_bind_null(prepared_.get(), parameter));
}

bool statement::next() {
  const int code = sqlite3_step(prepared_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  auto* connection = sqlite3_db_handle(prepared_.get());
  fail(file_, sqlite3_sql(prepared_.get()), sqlite3_extended_errcode(connection), sqlite3_errmsg(connection));
}

void statement::reset() noexcept {
  sqlite3_reset(prepared_.get()); // repeats the error that next() has thrown already
  sqlite3_clear_bindings(prepared_.get());
}

bool statement::null(int column) const { return sqlite3_column_type(prepared_.get(), column) == SQLITE_NULL; }
std::int64_t statement::integer(int column) const { return sqlite3_column_int64(prepared_.get(), column); }
double statement::real(int column) const { return sqlite3_column_double(prepared_.get(), column); }

std::string statement::text(int column) const {
  const auto content = blob(column); // as bytes: a text may hold NULs
  return {content.begin(), content.end()};
}

sql::bytes statement::blob(int column) const {
  const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(prepared_.get(), column));
  return {data, static_cast<std::size_t>(sqlite3_column_bytes(prepared_.get(), column))};
}

} // namespace troupe::storage::sqlite
