#pragma once
#include "http/clock.hpp"
#include "http/json.hpp"
#include "messages/local/customers.hpp"

#include <optional>
#include <string>
#include <utility>

namespace troupe::http {

/// What a checked body, or the arguments of a tool, say of a customer: members that are not there stay as
/// they are.
[[nodiscard]] inline change_customer change_in(const json& said, std::string customer_id) {
  const auto of = [&](const char* name) -> std::optional<std::string> {
    const auto at = said.find(name);
    if (at == said.end()) return std::nullopt;
    return at->is_string() ? at->get<std::string>() : at->dump();
  };
  return {std::move(customer_id), of("email"), of("name"), of("language"), of("plan"),
          of("attributes"),       wall_clock()};
}

} // namespace troupe::http
