#include "storage/sqlite/open.hpp"

#include "storage/sql/transaction.hpp"
#include "storage/sqlite/private_file.hpp"
#include "storage/sqlite/schema.hpp"

#include <openssl/rand.h>

#include <algorithm>

namespace troupe::storage::sqlite {
namespace {

namespace fs = std::filesystem;

std::uint64_t next_epoch(database& db) {
  auto row = db.query("INSERT INTO meta(key, value) VALUES ('epoch', 1) "
                      "ON CONFLICT(key) DO UPDATE SET value = value + 1 RETURNING value");
  if (!row.next()) throw error{db.name() + ": claiming an epoch returned nothing"};
  const auto epoch = row.as<std::uint64_t>(0);
  while (row.next()) {
  }
  return epoch;
}

void make_secret(database& db) {
  identity::secret fresh{};
  if (RAND_bytes(fresh.data(), static_cast<int>(fresh.size())) != 1)
    throw error{db.name() + ": the system gives no random bytes for the identity secret"};
  db.run("INSERT INTO meta(key, value) VALUES ('identity_secret', ?) ON CONFLICT DO NOTHING",
         sql::bytes{fresh});
}

identity::secret secret_of(database& db) {
  identity::secret secret{};
  auto row = db.query("SELECT value FROM meta WHERE key = 'identity_secret'");
  if (!row.next() || row.blob(0).size() != secret.size())
    throw error{db.name() + ": meta.identity_secret is not 32 bytes; restore the database from a backup"};
  std::ranges::copy(row.blob(0), secret.begin());
  return secret;
}

} // namespace

fs::path database_file(const fs::path& data_dir) { return data_dir / "troupe.db"; }

opened open(const fs::path& data_dir, const options& o) {
  make_private_directory(data_dir);
  directory_lock lock{data_dir};
  const auto file = database_file(data_dir);
  make_private_file(file);
  database db{file, access::read_write, o};
  migrate(db);
  sql::transaction start{db};
  const auto epoch = next_epoch(db);
  make_secret(db);
  start.commit();
  return {std::move(lock), file, epoch, secret_of(db)};
}

} // namespace troupe::storage::sqlite
