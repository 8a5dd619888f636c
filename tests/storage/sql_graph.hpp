#pragma once
#include "storage/sql/graph.hpp"
#include "tests/storage/graph_contract.hpp"

#include <utility>

namespace troupe::storage {

/// The graph's ports on two connections to one database without a graph.
class sql_graph : public graph_under_test {
public:
  sql_graph(std::unique_ptr<sql::database> writing, std::unique_ptr<sql::database> reading)
      : writing_{std::move(writing)}, reading_{std::move(reading)} {}

  graph_reader& reading() override { return reading_; }
  graph_writer& writing() override { return writing_; }

private:
  sql::graph writing_;
  sql::graph reading_;
};

} // namespace troupe::storage
