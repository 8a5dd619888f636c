#include "storage/sqlite/open.hpp"
#include "storage/sqlite/reader.hpp"
#include "storage/sqlite/writer.hpp"
#include "tests/storage/experience_contract.hpp"
#include "tests/support/temporary_directory.hpp"

namespace troupe::storage::sqlite {
namespace {

class sqlite_store final : public store_under_test {
public:
  turn_log& turns() override { return writer_; }
  conversations& talk() override { return reader_; }
  customer_reader& customers() override { return reader_; }
  customer_writer& customer_writing() override { return writer_; }
  knowledge_reader& knowledge() override { return reader_; }
  knowledge_writer& knowledge_writing() override { return writer_; }
  feedback_writer& feedback_writing() override { return writer_; }
  experience_reader& experience() override { return reader_; }
  experience_writer& experience_writing() override { return writer_; }

  std::vector<change> changes() override {
    auto row = tables_.query("SELECT aggregate, key, kind FROM changes ORDER BY id");
    std::vector<change> all;
    while (row.next()) all.push_back({row.text(0), row.text(1), row.text(2)});
    return all;
  }

  std::vector<feedback_record> feedback_in_force() override {
    auto row = tables_.query("SELECT t.turn_id, f.metric, f.value, f.comment, f.principal, f.created_at "
                             "FROM feedback_in_force f JOIN turns t ON t.id = f.turn");
    std::vector<feedback_record> all;
    while (row.next())
      all.push_back({row.text(0), row.text(1), row.real(2), row.text(3), row.text(4), row.integer(5)});
    return all;
  }

private:
  testing::temporary_directory directory_;
  options options_{.durable = false};
  opened store_ = open(directory_.path(), options_);
  writer writer_{store_.file, options_};
  reader reader_{store_.file, options_};
  database tables_{store_.file, access::read_only, options_};
};

constexpr make_store made = []() -> std::unique_ptr<store_under_test> {
  return std::make_unique<sqlite_store>();
};

INSTANTIATE_TEST_SUITE_P(sqlite, store_contract, ::testing::Values(made));
INSTANTIATE_TEST_SUITE_P(sqlite, experience_contract, ::testing::Values(made));

} // namespace
} // namespace troupe::storage::sqlite
