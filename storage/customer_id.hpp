#pragma once
#include "messages/wire/gateway.hpp"
#include "storage/identity.hpp"

#include <string>

namespace troupe::storage {

/// Whose session this is. A trusted caller names the customer, by external id before email; for anybody else
/// the customer is known by this session alone, whatever name was given: a public key must not reach what is
/// known from elsewhere.
[[nodiscard]] inline std::string customer_id(const std::string& session_id, const customer_ref& ref,
                                             const caller& who, const identity& from) {
  if (who.trusted && !ref.external_id.empty()) return from.customer_by_external_id(ref.external_id);
  if (who.trusted && !ref.email.empty()) return from.customer_by_email(ref.email);
  return from.customer_of_session(session_id);
}

} // namespace troupe::storage
