#pragma once
#include "messages/wire/time.hpp"

#include <string>

namespace troupe {

/// A question of a customer, and the answer object as its customer had it.
struct given_answer {
  std::string turn_id;
  std::string session_id;
  std::string question;
  timestamp at = 0;   ///< of the question
  std::string result; ///< JSON

  bool operator==(const given_answer&) const = default;
};

template <class Inspector>
auto inspect(Inspector& f, given_answer& x) {
  return f(x.turn_id, x.session_id, x.question, x.at, x.result);
}

} // namespace troupe
