#pragma once
#include "storage/sqlite/database.hpp"

namespace troupe::storage::sqlite {

/// A write transaction: what is not committed when it ends is undone.
class transaction {
public:
  explicit transaction(database& db) : db_{db} { db_.run("BEGIN IMMEDIATE"); }
  transaction(const transaction&) = delete;
  transaction& operator=(const transaction&) = delete;
  ~transaction() { db_.rollback(); }

  void commit() { db_.run("COMMIT"); }

private:
  database& db_;
};

} // namespace troupe::storage::sqlite
