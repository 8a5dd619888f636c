#pragma once
#include "storage/conversations.hpp"
#include "storage/customers.hpp"
#include "storage/experience.hpp"
#include "storage/knowledge.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace troupe::storage {

struct change {
  std::string aggregate;
  std::string key;
  std::string kind;

  bool operator==(const change&) const = default;
};

/// An empty store behind its ports. The last two look where no port leads, into the tables that other
/// programs consume.
class store_under_test {
public:
  virtual ~store_under_test() = default;
  virtual turn_log& turns() = 0;
  virtual conversations& talk() = 0;
  virtual customer_reader& customers() = 0;
  virtual customer_writer& customer_writing() = 0;
  virtual knowledge_reader& knowledge() = 0;
  virtual knowledge_writer& knowledge_writing() = 0;
  virtual feedback_writer& feedback_writing() = 0;
  virtual experience_reader& experience() = 0;
  virtual experience_writer& experience_writing() = 0;
  virtual std::vector<change> changes() = 0;
  virtual std::vector<feedback_record> feedback_in_force() = 0;
};

using make_store = std::unique_ptr<store_under_test> (*)();

/// What every store must do, whatever it is made of: contract_test.cpp, instantiated by each implementation's
/// test.
class store_contract : public ::testing::TestWithParam<make_store> {
protected:
  failure commit(const turn_record& turn) { return store->turns().commit({&turn, 1}).at(0); }

  std::unique_ptr<store_under_test> store = GetParam()();
};

} // namespace troupe::storage
