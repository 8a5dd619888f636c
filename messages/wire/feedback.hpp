#pragma once
#include "messages/wire/time.hpp"

#include <string>

namespace troupe {

/// Explicit feedback of a customer or an agent on one turn. The last per turn and metric counts.
struct feedback_record {
  std::string turn_id;
  std::string metric; ///< thumbs, csat, resolved, escalated
  double value = 0.0; ///< thumbs: 1 up, 0 down; csat: 1..5; resolved, escalated: 1 true, 0 false
  std::string comment;
  std::string principal;
  timestamp created_at = 0;

  bool operator==(const feedback_record&) const = default;
};

template <class Inspector>
auto inspect(Inspector& f, feedback_record& x) {
  return f(x.turn_id, x.metric, x.value, x.comment, x.principal, x.created_at);
}

} // namespace troupe
