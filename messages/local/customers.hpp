#pragma once
#include "messages/wire/customer.hpp"
#include "messages/wire/feedback.hpp"
#include "messages/wire/message.hpp"
#include "messages/wire/session_record.hpp"

#include <caf/allowed_unsafe_message_type.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

/// What operators ask the store of customers; each request is a call of a port in storage/customers.hpp.
namespace troupe {

/// What an operator says of a customer; what is not said stays as it is.
struct change_customer {
  std::string customer_id;
  std::optional<std::string> email, name, language, plan, attributes;
  timestamp at = 0;
};
struct changed_customer {
  std::optional<customer> row; ///< as it is then; none: there is no such customer
};
struct erase_customer {
  std::string customer_id;
};
/// Sessions whose last message is older, and of which something is left.
struct find_expired {
  timestamp before = 0;
  std::size_t limit = 0;
};
struct expired_sessions {
  std::vector<std::string> ids;
};
struct erase_sessions {
  std::vector<std::string> ids;
};
/// A page of the customers, those met last first.
struct list_customers {
  std::string matching; ///< part of their external_id, email or name; empty: all
  std::size_t limit = 0;
  std::string before; ///< a customer_id: those met before; empty: from the last one on
};
struct customer_page {
  std::vector<customer> customers;
  bool has_more = false;
};

struct read_sessions_of {
  std::string customer_id;
};
/// All that is kept of a customer.
struct read_customer_whole {
  std::string customer_id;
};
struct whole_customer {
  std::optional<customer> who;
  std::vector<session_record> sessions;
  std::vector<std::vector<message>> said; ///< in each session
  std::vector<feedback_record> feedback;
};

} // namespace troupe

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::change_customer)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::changed_customer)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::erase_customer)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::find_expired)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::expired_sessions)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::erase_sessions)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::list_customers)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::customer_page)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::read_sessions_of)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::read_customer_whole)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::whole_customer)
