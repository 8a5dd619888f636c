#include "storage/postgres/open.hpp"

#include "storage/postgres/schema.hpp"
#include "storage/sql/transaction.hpp"

#include <openssl/rand.h>

#include <algorithm>

namespace troupe::storage::postgres {
namespace {

identity::secret secret_of(database& db) {
  auto secret = identity::secret{};
  if (RAND_bytes(secret.data(), static_cast<int>(secret.size())) != 1)
    throw error{db.name() + ": the system gives no random bytes for the identity secret"};
  db.run("INSERT INTO meta(key, value) VALUES ('identity_secret', ?) ON CONFLICT DO NOTHING",
         sql::bytes{secret});
  auto row = db.query("SELECT value FROM meta WHERE key = 'identity_secret'");
  const auto there = row.next();
  const auto stored = there ? row.blob(0) : sql::bytes{};
  if (stored.size() != secret.size())
    throw error{db.name() + ": meta.identity_secret is not 32 bytes; restore the database from a backup"};
  std::ranges::copy(stored, secret.begin());
  return secret;
}

std::uint64_t next_epoch(database& db) {
  auto row = db.query("SELECT nextval('epochs')");
  if (!row.next()) throw error{db.name() + ": claiming an epoch returned nothing"};
  return row.as<std::uint64_t>(0);
}

} // namespace

opened open(const options& o) {
  auto db = database{o};
  migrate(db);
  sql::transaction start{db};
  const auto made = opened{next_epoch(db), secret_of(db)};
  start.commit();
  return made;
}

} // namespace troupe::storage::postgres
