#pragma once
#include "load/conversation.hpp"
#include "load/fault.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace troupe::load {

/// Knows every id that the server has given, so that none is given twice: a session is one conversation's, a
/// turn comes once, and a customer_id belongs to one external_id.
class identities {
public:
  /// Takes the ids of the conversation's newest turn.
  [[nodiscard]] std::optional<fault> claim(const conversation& by);

private:
  std::unordered_set<std::string> sessions_;
  std::unordered_set<std::uint64_t> turns_; ///< hashed: they are many, and only their number is looked at
  std::unordered_map<std::string, std::string> customers_; ///< customer_id -> external_id
};

} // namespace troupe::load
