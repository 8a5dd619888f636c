#pragma once
#include "storage/sql/database.hpp"

namespace troupe::storage::sql {

/// A write transaction: what is not committed when it ends is undone.
class transaction {
public:
  explicit transaction(database& db) : db_{db} { db_.begin_writing(); }
  transaction(const transaction&) = delete;
  transaction& operator=(const transaction&) = delete;
  ~transaction() { db_.rollback(); }

  void commit() { db_.commit(); }

private:
  database& db_;
};

} // namespace troupe::storage::sql
