#pragma once
#include <caf/allowed_unsafe_message_type.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace troupe {

/// GET /v1/learning/evaluation: what would the policy have earned with the decisions that were learned since?
struct evaluate_policy {
  std::string policy;     ///< one of learning::policy_names
  std::int64_t since = 0; ///< microseconds since 1970
};

/// A value with its 95 % interval, in rewards of 0 to 1.
struct policy_estimate {
  std::string name; ///< ips, snips, dr, switch_dr
  double value = 0.0;
  double low = 0.0;
  double high = 0.0;
};
struct policy_evaluation {
  std::string policy;
  std::uint64_t decisions = 0;
  std::optional<double> effective_decisions;
  std::vector<policy_estimate> estimates; ///< none where it was refused
  std::string refused;                    ///< why there is no number that means something; empty: there is
};

} // namespace troupe

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::evaluate_policy)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::policy_evaluation)
