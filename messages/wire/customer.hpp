#pragma once
#include "messages/wire/time.hpp"

#include <cstdint>
#include <string>

namespace troupe {

/// How a chat request names its customer; empty members are absent.
struct customer_ref {
  std::string external_id;
  std::string email;
  std::string name;

  [[nodiscard]] bool empty() const noexcept { return external_id.empty() && email.empty() && name.empty(); }
  bool operator==(const customer_ref&) const = default;
};

template <class Inspector>
auto inspect(Inspector& f, customer_ref& x) {
  return f(x.external_id, x.email, x.name);
}

/// A customer's row.
struct customer {
  std::string customer_id;
  std::string external_id; ///< empty if unknown; else unique
  std::string email;
  std::string name;
  std::string language; ///< BCP 47; empty if unknown
  std::string plan;
  std::string attributes = "{}"; ///< a JSON object, kept as it came
  std::string communication_style = "detailed";
  std::string relationship_stage = "new";
  double satisfaction_score = 0.5; ///< 0..1
  timestamp created_at = 0;
  timestamp updated_at = 0;

  bool operator==(const customer&) const = default;
};

template <class Inspector>
auto inspect(Inspector& f, customer& x) {
  return f(x.customer_id, x.external_id, x.email, x.name, x.language, x.plan, x.attributes,
           x.communication_style, x.relationship_stage, x.satisfaction_score, x.created_at, x.updated_at);
}

/// Another customer of the same kind.
struct similar_customer {
  std::string customer_id;
  double satisfaction_score = 0.0;

  bool operator==(const similar_customer&) const = default;
};

template <class Inspector>
auto inspect(Inspector& f, similar_customer& x) {
  return f(x.customer_id, x.satisfaction_score);
}

/// The rows of which a customer was taken out.
struct erasure {
  std::uint64_t customers = 0;
  std::uint64_t sessions = 0;
  std::uint64_t turns = 0;
  std::uint64_t feedback = 0;

  bool operator==(const erasure&) const = default;
  erasure& operator+=(const erasure& other) noexcept {
    customers += other.customers;
    sessions += other.sessions;
    turns += other.turns;
    feedback += other.feedback;
    return *this;
  }
};

template <class Inspector>
auto inspect(Inspector& f, erasure& x) {
  return f(x.customers, x.sessions, x.turns, x.feedback);
}

/// The row of a customer who is met for the first time.
[[nodiscard]] inline customer first_contact(std::string customer_id, const customer_ref& ref, timestamp now) {
  auto c = customer{};
  c.customer_id = std::move(customer_id);
  c.external_id = ref.external_id;
  c.email = ref.email;
  c.name = ref.name;
  c.created_at = c.updated_at = now;
  return c;
}

} // namespace troupe
