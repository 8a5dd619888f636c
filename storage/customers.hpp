#pragma once
#include "messages/wire/customer.hpp"
#include "messages/wire/feedback.hpp"

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::storage {

class customer_reader {
public:
  virtual ~customer_reader() = default;
  virtual std::optional<customer> find(std::string_view customer_id) = 0;
  /// Customers whose external_id, email or name holds `matching`, in whatever case of ASCII letters (empty:
  /// all), who were met before customer `before` (empty: from the last one on; unknown: none), those met last
  /// first.
  virtual std::vector<customer> list(std::string_view matching, std::string_view before,
                                     std::size_t limit) = 0;
  /// What was said of answers in the customer's sessions, all of it, in its order.
  virtual std::vector<feedback_record> feedback_of(std::string_view customer_id) = 0;
  /// Other customers with the same communication style and relationship stage, by satisfaction descending,
  /// ties by id.
  virtual std::vector<similar_customer> similar(std::string_view customer_id, std::size_t limit) = 0;
};

class customer_writer {
public:
  virtual ~customer_writer() = default;
  /// Creates the customer, or returns the row that already stands under its id.
  virtual customer create(const customer&) = 0;
  /// Lets `how` change the row, apart from its id and external_id; as it is then, or none if there is none.
  virtual std::optional<customer> change(std::string_view customer_id,
                                         const std::function<void(customer&)>& how) = 0;
  /// Takes a person out: the customer's row goes, and of the sessions, which are closed, everything that was
  /// said and who said it. What remains are ids, times, and the numbers that the policies learn from.
  virtual erasure erase(std::string_view customer_id) = 0;
  /// The same of some sessions, and of those who were in no other.
  virtual erasure erase_sessions(std::span<const std::string> session_ids) = 0;
};

} // namespace troupe::storage
