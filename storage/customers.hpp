#pragma once
#include "messages/wire/customer.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace troupe::storage {

class customer_reader {
public:
  virtual ~customer_reader() = default;
  virtual std::optional<customer> find(std::string_view customer_id) = 0;
  /// Other customers with the same communication style and relationship stage, by satisfaction descending,
  /// ties by id.
  virtual std::vector<similar_customer> similar(std::string_view customer_id, std::size_t limit) = 0;
};

class customer_writer {
public:
  virtual ~customer_writer() = default;
  /// Creates the customer, or returns the row that already stands under its id.
  virtual customer create(const customer&) = 0;
};

} // namespace troupe::storage
