#pragma once
#include "actors/graph_sync/history.hpp"

#include <string_view>

namespace troupe::graph_sync {

/// How far the customer has come; the first that fits, `satisfaction` being that of the same history:
/// - new: fewer than 2 sessions;
/// - at_risk: satisfaction below 0.35, or 2 of the last 3 sessions were escalated;
/// - loyal: at least 5 sessions, the first 30 days or more before the last, and satisfaction of 0.6 or more;
/// - active.
[[nodiscard]] std::string_view relationship_stage(const customer_history&, double satisfaction);

/// Whether the customer may be leaving: at_risk; or, after at least 3 sessions, silent for more than 30 days
/// and for more than three times their longest pause between two sessions.
[[nodiscard]] bool churn_warning(const customer_history&, double satisfaction, timestamp now);

} // namespace troupe::graph_sync
