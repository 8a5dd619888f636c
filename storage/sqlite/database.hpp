#pragma once
#include "storage/sql/database.hpp"
#include "storage/sqlite/statement.hpp"

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

struct sqlite3;

namespace troupe::storage::sqlite {

struct options {
  std::chrono::milliseconds busy_timeout{5'000}; ///< how long a statement waits for another connection's lock
  bool durable = true;       ///< false: commits do not wait for the disk; for throw-away stores
  const char* vfs = nullptr; ///< SQLite's name of the file layer; null: the operating system's
};

enum class access : std::uint8_t { read_only, read_write };

/// A connection to an SQLite file.
class database final : public sql::database {
public:
  database(const std::filesystem::path& file, access, const options&);

  void script(const std::string& sql) override;
  [[nodiscard]] std::int64_t changed() const noexcept override;

  void begin_writing() override { run("BEGIN IMMEDIATE"); }
  void begin_reading() override { run("BEGIN"); } // SQLite takes the snapshot at the first read
  void commit() override { run("COMMIT"); }
  void rollback() noexcept override;

  struct progress {
    int frames = 0; ///< pages in the write-ahead log
    int copied = 0; ///< of them in the database file
  };
  /// Copies what it can of the log into the database file, beside readers and a writer.
  progress checkpoint();

  [[nodiscard]] const std::string& name() const noexcept override { return name_; }
  [[nodiscard]] const std::string& file() const noexcept { return file_; }

private:
  struct close {
    void operator()(sqlite3*) const noexcept;
  };

  sql::statement& prepared(std::string_view sql) override;
  void check(int code, std::string_view operation) const;

  std::string file_;
  std::string name_ = "sqlite " + file_;
  std::unique_ptr<sqlite3, close> connection_;
  std::map<std::string, statement, std::less<>> statements_; ///< ends before the connection
};

} // namespace troupe::storage::sqlite
