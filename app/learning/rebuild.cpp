#include "actors/learner/refold.hpp"
#include "app/learning/commands.hpp"
#include "app/learning/log.hpp"
#include "app/store.hpp"
#include "storage/sql/writer.hpp"
#include "storage/sqlite/open.hpp"

#include <chrono>
#include <filesystem>
#include <iostream>
#include <stdexcept>

namespace troupe::app::learned {
namespace {

constexpr const char* consumer_name = "feedback"; // the collector's, whose log this is

timestamp wall_clock() {
  using namespace std::chrono;
  return duration_cast<microseconds>(system_clock::now().time_since_epoch()).count();
}

void require(const failure& outcome) {
  if (outcome.code != errc::none) throw std::runtime_error{outcome.detail};
}

} // namespace

int rebuild(const config::settings& s) {
  if (const auto file = storage::sqlite::database_file(s.data_dir);
      !is_served(s) && !std::filesystem::exists(file))
    throw std::runtime_error{"there is no database " + file.string()
                             + "; set TROUPE_DATA_DIR to the server's"};
  const auto store = own_store(s); // and nobody else writes
  auto writer = storage::sql::writer{connect_store(s, storage::sqlite::access::read_write)};
  auto from = log{s};
  auto standing = from.reader.consumer(consumer_name);
  standing.epoch = store.epoch;
  require(writer.settle({consumer_name,
                         standing.consumed,
                         standing,
                         {{.what = learning::lesson::kind::rebuilt}},
                         wall_clock()}));
  const auto fold = learner::refold(from.reader, from.rules);
  require(writer.keep(
      {from.rules.policy, from.rules.text(), fold.position(), fold.save(), store.epoch, wall_clock()}));
  std::cout << from.rules.policy << " has learned " << fold.decisions() << " decisions anew\n";
  return 0;
}

} // namespace troupe::app::learned
