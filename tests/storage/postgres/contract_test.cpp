#include "storage/postgres/open.hpp"
#include "storage/postgres/schema.hpp"
#include "tests/storage/experience_contract.hpp"
#include "tests/storage/postgres/server.hpp"
#include "tests/storage/sql_graph.hpp"
#include "tests/storage/sql_store.hpp"

namespace troupe::storage::postgres {
namespace {

constexpr make_store made = []() -> std::unique_ptr<store_under_test> {
  const auto at = options{.url = testing::empty_postgres_database()};
  static_cast<void>(open(at));
  return std::make_unique<sql_store>(connect(at), connect(at), connect(at));
};

constexpr make_graph made_graph = []() -> std::unique_ptr<graph_under_test> {
  const auto at = options{.url = testing::empty_postgres_database()};
  static_cast<void>(open(at));
  return std::make_unique<sql_graph>(connect(at), connect(at));
};

INSTANTIATE_TEST_SUITE_P(postgres, store_contract, ::testing::Values(made));
INSTANTIATE_TEST_SUITE_P(postgres, experience_contract, ::testing::Values(made));
INSTANTIATE_TEST_SUITE_P(postgres, graph_contract, ::testing::Values(made_graph));

} // namespace
} // namespace troupe::storage::postgres
