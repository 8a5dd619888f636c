#pragma once
#include "storage/sql/reader.hpp"
#include "storage/sql/writer.hpp"
#include "tests/storage/contract.hpp"

#include <utility>

namespace troupe::storage {

/// The ports on connections to one empty database.
class sql_store : public store_under_test {
public:
  sql_store(std::unique_ptr<sql::database> writing, std::unique_ptr<sql::database> reading,
            std::unique_ptr<sql::database> tables)
      : writer_{std::move(writing)}, reader_{std::move(reading)}, tables_{std::move(tables)} {}

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
    auto row = tables_->query("SELECT aggregate, key, kind FROM changes ORDER BY id");
    std::vector<change> all;
    while (row.next()) all.push_back({row.text(0), row.text(1), row.text(2)});
    return all;
  }

  std::vector<feedback_record> feedback_in_force() override {
    auto row = tables_->query("SELECT t.turn_id, f.metric, f.value, f.comment, f.principal, f.created_at "
                              "FROM feedback_in_force f JOIN turns t ON t.id = f.turn ORDER BY f.id");
    std::vector<feedback_record> all;
    while (row.next())
      all.push_back({row.text(0), row.text(1), row.real(2), row.text(3), row.text(4), row.integer(5)});
    return all;
  }

private:
  sql::writer writer_;
  sql::reader reader_;
  std::unique_ptr<sql::database> tables_;
};

} // namespace troupe::storage
