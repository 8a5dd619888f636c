#include "storage/postgres/database.hpp"

#include "storage/postgres/dialect.hpp"
#include "storage/postgres/link.hpp"
#include "storage/postgres/statement.hpp"

#include <pqxx/except>
#include <pqxx/prepared_statement>

#include <utility>

namespace troupe::storage::postgres {
namespace {

/// Of pg_advisory_xact_lock: "troupe" in ASCII.
constexpr auto writers_lock = "SELECT pg_advisory_xact_lock(127979077235813)";

/// Its message names the server's reason in its first line; the others are the server's hints.
std::string first_line(const std::exception& e) {
  const auto text = std::string{e.what()};
  return text.substr(0, text.find('\n'));
}

std::string shown(std::string_view sql) {
  constexpr std::size_t most = 80;
  return std::string{sql.substr(0, sql.find('\n')).substr(0, most)};
}

std::string with_timeouts(const options& o) {
  return o.url + (o.url.find('?') == std::string::npos ? "?" : "&")
         + "connect_timeout=" + std::to_string(o.connect_timeout.count()) + "&application_name=troupe";
}

/// The connection has gone, and with it what was begun.
class lost : public error {
public:
  using error::error;
};

} // namespace

database::database(options o) : options_{std::move(o)}, name_{"postgresql " + place_of(options_.url)} {}
database::~database() = default;

void database::lose() noexcept { link_.reset(); }

/// Says of every failure what, where and why.
template <class Work>
auto database::attempt(std::string_view what, Work work) {
  const auto where = name_ + ": " + shown(what) + ": ";
  try {
    if (!link_ && begun_) throw lost{where + "the connection was lost"};
    if (!link_) connect();
    return work(*link_);
  } catch (const pqxx::broken_connection& e) {
    lose();
    const auto answered = std::string_view{e.what()}.find("FATAL:") != std::string_view::npos;
    throw lost{where + first_line(e)
               + (answered ? "; see DATABASE_URL" : "; see that the server runs and can be reached")};
  } catch (const pqxx::sql_error& e) {
    const auto message =
        where + first_line(e) + " (" + e.sqlstate() + ")" + std::string{advice_on(e.sqlstate())};
    if (!ends_connection(e.sqlstate())) throw error{message};
    lose();
    throw lost{message};
  } catch (const pqxx::failure& e) {
    lose(); // nobody knows what it is in the middle of
    throw lost{where + first_line(e)};
  }
}

/// The same, where nothing has been begun: a connection that was idle may have been lost long since.
template <class Work>
auto database::attempt_twice(std::string_view what, Work work) {
  const auto was_idle = static_cast<bool>(link_);
  try {
    return attempt(what, work);
  } catch (const lost&) {
    if (!was_idle) throw;
    return attempt(what, work);
  }
}

void database::connect() {
  auto made = std::make_unique<link>(with_timeouts(options_));
  made->work.exec("SET client_min_messages = warning; SET statement_timeout = "
                  + std::to_string(options_.statement_timeout.count()));
  link_ = std::move(made);
}

void database::script(const std::string& sql) {
  attempt(sql, [&](link& l) { l.work.exec(sql); });
}

sql::statement& database::prepared(std::string_view sql) {
  if (const auto known = statements_.find(sql); known != statements_.end()) return *known->second;
  auto made = std::make_unique<statement>(*this, "s" + std::to_string(statements_.size()),
                                          with_numbered_parameters(sql));
  return *statements_.emplace(sql, std::move(made)).first->second;
}

pqxx::result database::run_prepared(const statement& s) {
  const auto run = [&](link& l) {
    if (l.prepared.insert(s.name()).second) l.connection.prepare(s.name(), s.sql());
    auto result = l.work.exec_prepared(s.name(), pqxx::prepare::make_dynamic_params(s.parameters()));
    changed_ = static_cast<std::int64_t>(result.affected_rows());
    return result;
  };
  return begun_ ? attempt(s.sql(), run) : attempt_twice(s.sql(), run);
}

void database::begin(const char* sql) {
  attempt_twice(sql, [&](link& l) { l.work.exec(sql); });
  begun_ = true;
}

void database::begin_writing() {
  begin("BEGIN ISOLATION LEVEL READ COMMITTED");
  try {
    script(writers_lock);
  } catch (const error&) {
    rollback();
    throw;
  }
}

void database::begin_reading() { begin("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"); }

void database::commit() {
  try {
    script("COMMIT");
    begun_ = false;
  } catch (const lost& e) {
    throw in_doubt{e.what()};
  }
}

void database::rollback() noexcept {
  if (!std::exchange(begun_, false) || !link_) return;
  try {
    script("ROLLBACK");
  } catch (const error&) {
    lose(); // the server undoes what a lost connection had begun
  }
}

} // namespace troupe::storage::postgres
