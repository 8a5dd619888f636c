#include "load/identities.hpp"

#include <functional>

namespace troupe::load {

std::optional<fault> identities::claim(const conversation& by) {
  if (by.turns().empty()) return std::nullopt;
  const auto& turn_id = by.turns().back().turn_id;
  if (!turns_.insert(std::hash<std::string>{}(turn_id)).second)
    return fault{wrong::crossed, turn_id + " was answered twice"};
  if (by.turns().size() > 1) return std::nullopt;
  if (!sessions_.insert(by.session_id()).second)
    return fault{wrong::crossed, by.session_id() + " was given to two conversations"};
  if (by.external_id().empty()) return std::nullopt;
  const auto [known, fresh] = customers_.try_emplace(by.customer_id(), by.external_id());
  if (!fresh && known->second != by.external_id())
    return fault{wrong::crossed, by.customer_id() + " is both " + known->second + " and " + by.external_id()};
  return std::nullopt;
}

} // namespace troupe::load
