#pragma once
#include "storage/graph.hpp"

#include <gtest/gtest.h>

#include <memory>

namespace troupe::storage {

/// An empty graph behind its ports.
class graph_under_test {
public:
  virtual ~graph_under_test() = default;
  virtual graph_reader& reading() = 0;
  virtual graph_writer& writing() = 0;
};

using make_graph = std::unique_ptr<graph_under_test> (*)();

/// What every graph must do, whatever it is made of: graph_contract_test.cpp, instantiated by each
/// implementation's test.
class graph_contract : public ::testing::TestWithParam<make_graph> {
protected:
  std::unique_ptr<graph_under_test> graph = GetParam()();
};

} // namespace troupe::storage
