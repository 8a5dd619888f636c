#pragma once
#include "storage/error.hpp"
#include "storage/sqlite/rows.hpp"

#include <chrono>
#include <concepts>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

struct sqlite3;
struct sqlite3_stmt;

namespace troupe::storage::sqlite {

struct options {
  std::chrono::milliseconds busy_timeout{5'000}; ///< how long a statement waits for another connection's lock
  bool durable = true;       ///< false: commits do not wait for the disk; for throw-away stores
  const char* vfs = nullptr; ///< SQLite's name of the file layer; null: the operating system's
};

enum class access : std::uint8_t { read_only, read_write };

/// One SQLite connection, used by one thread at a time. Every failure is a storage::error that names the
/// file, the statement and SQLite's reason.
class database {
public:
  database(const std::filesystem::path& file, access, const options&);

  /// Starts a query with its parameters bound in order. Statements are prepared once and kept.
  template <class... Args>
  [[nodiscard]] rows query(std::string_view sql, const Args&... args) {
    auto* statement = prepared(sql);
    rows result{file_, statement};
    int index = 0;
    (bind(statement, ++index, args), ...);
    return result;
  }
  /// Runs a statement to its end.
  template <class... Args>
  void run(std::string_view sql, const Args&... args) {
    auto result = query(sql, args...);
    while (result.next()) {
    }
  }
  /// Runs several statements that are needed once, and keeps none of them.
  void script(const std::string& sql);

  [[nodiscard]] std::int64_t last_id() const noexcept; ///< the rowid of the last insert
  [[nodiscard]] std::int64_t changed() const noexcept; ///< the rows that the last statement changed

  struct progress {
    int frames = 0; ///< pages in the write-ahead log
    int copied = 0; ///< of them in the database file
  };
  /// Copies what it can of the log into the database file, beside readers and a writer.
  progress checkpoint();
  void rollback() noexcept;

  [[nodiscard]] const std::string& file() const noexcept { return file_; }

private:
  struct close {
    void operator()(sqlite3*) const noexcept;
    void operator()(sqlite3_stmt*) const noexcept;
  };

  sqlite3_stmt* prepared(std::string_view sql);
  void check(int code, std::string_view operation) const;

  static void bind(sqlite3_stmt*, int index, std::int64_t);
  static void bind(sqlite3_stmt*, int index, double);
  static void bind(sqlite3_stmt*, int index, std::string_view);
  static void bind(sqlite3_stmt*, int index, bytes);
  static void bind(sqlite3_stmt*, int index, std::nullptr_t);
  template <class T>
  requires std::integral<T> || std::is_enum_v<T>
  static void bind(sqlite3_stmt* statement, int index, T value) {
    bind(statement, index, static_cast<std::int64_t>(value));
  }
  template <class T>
  static void bind(sqlite3_stmt* statement, int index, const std::optional<T>& value) {
    if (value)
      bind(statement, index, *value);
    else
      bind(statement, index, nullptr);
  }

  std::string file_;
  std::unique_ptr<sqlite3, close> connection_;
  std::map<std::string, std::unique_ptr<sqlite3_stmt, close>, std::less<>>
      statements_; ///< ends before the connection
};

} // namespace troupe::storage::sqlite
