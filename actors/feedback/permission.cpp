#include "actors/feedback/permission.hpp"

namespace troupe::feedback {

failure refusal(const std::optional<turn_ref>& turn, const std::string& turn_id, const caller& who) {
  if (turn && (who.admin || turn->principal == who.principal)) return {};
  return {errc::unknown_turn, "there is no turn " + turn_id};
}

} // namespace troupe::feedback
