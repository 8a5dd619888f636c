#pragma once
#include "storage/sql/database.hpp"

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace pqxx {
class result;
}

namespace troupe::storage::postgres {

struct options {
  std::string url; ///< as libpq reads it: postgresql://USER:PASSWORD@HOST:PORT/DATABASE?sslmode=verify-full
  std::chrono::seconds connect_timeout{2};
  std::chrono::milliseconds statement_timeout{10'000};
};

class statement;

/// A connection to a PostgreSQL server. It is made when it is first needed. One that is lost costs the
/// transaction that it was lost in; the next one, or the next read outside of one, makes another.
///
/// Whoever writes holds an advisory lock, so that of all processes one writes at a time, as with SQLite: the
/// order of ids in `changes` is the order of commits, and what a write was decided by is still so when it is
/// committed.
class database final : public sql::database {
public:
  explicit database(options);
  ~database() override;

  void script(const std::string& sql) override;
  [[nodiscard]] std::int64_t changed() const noexcept override { return changed_; }

  void begin_writing() override;
  void begin_reading() override;
  void commit() override;
  void rollback() noexcept override;

  [[nodiscard]] const std::string& name() const noexcept override { return name_; }

private:
  friend class statement;
  struct link;

  pqxx::result run_prepared(const statement&);
  sql::statement& prepared(std::string_view sql) override;
  void connect();
  void begin(const char* sql);
  void lose() noexcept;
  template <class Work>
  auto attempt(std::string_view what, Work);
  template <class Work>
  auto attempt_twice(std::string_view what, Work);

  options options_;
  std::string name_;
  std::unique_ptr<link> link_; ///< null: not connected
  std::map<std::string, std::unique_ptr<statement>, std::less<>> statements_;
  bool begun_ = false;
  std::int64_t changed_ = 0;
};

} // namespace troupe::storage::postgres
