#pragma once
#include "storage/postgres/database.hpp"

#include <pqxx/connection>
#include <pqxx/nontransaction>

#include <set>
#include <string>

namespace troupe::storage::postgres {

/// A connection while it lasts. Transactions are begun and ended by statements of our own.
struct database::link {
  explicit link(const std::string& url) : connection{url} {}

  pqxx::connection connection;
  pqxx::nontransaction work{connection};
  std::set<std::string> prepared; ///< names of the statements that the server knows
};

} // namespace troupe::storage::postgres
