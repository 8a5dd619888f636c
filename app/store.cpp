#include "app/store.hpp"

#include "storage/postgres/open.hpp"
#include "storage/postgres/schema.hpp"
#include "storage/sqlite/open.hpp"
#include "storage/sqlite/private_file.hpp"
#include "storage/sqlite/schema.hpp"

#include <utility>

namespace troupe::app {
namespace {

storage::postgres::options postgres_options(const config::settings& s) { return {.url = s.database_url}; }

} // namespace

bool is_served(const config::settings& s) { return !s.database_url.empty(); }

owned_store own_store(const config::settings& s) {
  if (!is_served(s)) {
    auto made = storage::sqlite::open(s.data_dir);
    return {std::move(made.lock), made.epoch, made.secret};
  }
  storage::sqlite::make_private_directory(s.data_dir);
  auto lock = storage::sqlite::directory_lock{s.data_dir};
  const auto made = storage::postgres::open(postgres_options(s));
  return {std::move(lock), made.epoch, made.secret};
}

std::unique_ptr<storage::sql::database> connect_store(const config::settings& s,
                                                      storage::sqlite::access mode) {
  if (is_served(s)) return storage::postgres::connect(postgres_options(s));
  return storage::sqlite::connect(storage::sqlite::database_file(s.data_dir), mode, {});
}

} // namespace troupe::app
