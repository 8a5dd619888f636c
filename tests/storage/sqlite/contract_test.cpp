#include "storage/sqlite/open.hpp"
#include "storage/sqlite/schema.hpp"
#include "tests/storage/experience_contract.hpp"
#include "tests/storage/sql_graph.hpp"
#include "tests/storage/sql_store.hpp"
#include "tests/support/temporary_directory.hpp"

namespace troupe::storage::sqlite {
namespace {

constexpr auto quick = options{.durable = false};

struct file {
  testing::temporary_directory directory;
  opened store = open(directory.path(), quick);
};

/// The connections end before the file does.
class sqlite_store final : file, public sql_store {
public:
  sqlite_store()
      : sql_store{connect(store.file, access::read_write, quick),
                  connect(store.file, access::read_only, quick),
                  connect(store.file, access::read_only, quick)} {}
};

constexpr make_store made = []() -> std::unique_ptr<store_under_test> {
  return std::make_unique<sqlite_store>();
};

class sqlite_graph final : file, public sql_graph {
public:
  sqlite_graph()
      : sql_graph{connect(store.file, access::read_write, quick),
                  connect(store.file, access::read_only, quick)} {}
};

constexpr make_graph made_graph = []() -> std::unique_ptr<graph_under_test> {
  return std::make_unique<sqlite_graph>();
};

INSTANTIATE_TEST_SUITE_P(sqlite, store_contract, ::testing::Values(made));
INSTANTIATE_TEST_SUITE_P(sqlite, experience_contract, ::testing::Values(made));
INSTANTIATE_TEST_SUITE_P(sqlite, graph_contract, ::testing::Values(made_graph));

} // namespace
} // namespace troupe::storage::sqlite
