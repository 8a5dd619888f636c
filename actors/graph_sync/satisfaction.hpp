#pragma once
#include "actors/graph_sync/history.hpp"

namespace troupe::graph_sync {

/// 0..1: the weighted mean of what the customer showed and said. An opinion of 0.5 with weight 2 stands
/// before it, so that little says little.
///
/// | what                    | value               | weight |
/// |-------------------------|---------------------|--------|
/// | a message               | (sentiment + 1) / 2 | 1      |
/// | a thank-you             | 1                   | 1      |
/// | a session was resolved  | 1                   | 2      |
/// | a session was escalated | 0.25                | 2      |
/// | thumbs                  | 1 up, 0 down        | 3      |
/// | csat                    | (stars - 1) / 4     | 4      |
///
/// A weight halves for every 90 days before the last message or session: not before now, so that a score
/// does not change while nothing happens.
[[nodiscard]] double satisfaction_score(const customer_history&);

} // namespace troupe::graph_sync
