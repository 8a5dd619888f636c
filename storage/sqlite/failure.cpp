#include "storage/sqlite/failure.hpp"

#include "storage/error.hpp"

#include <sqlite3.h>
#include <string>

namespace troupe::storage::sqlite {
namespace {

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

} // namespace

void fail(std::string_view file, std::string_view operation, int code, std::string_view reason) {
  constexpr std::size_t shown = 80;
  const auto what = operation.substr(0, operation.find('\n')).substr(0, shown);
  throw error{"sqlite " + std::string{file} + ": " + std::string{what} + ": " + std::string{reason}
              + " (code " + std::to_string(code) + ")" + std::string{advice(code)}};
}

} // namespace troupe::storage::sqlite
