#pragma once
#include "actors/graph_sync/history.hpp"

#include <string_view>

namespace troupe::graph_sync {

/// How the customer writes, by their last 20 messages; the first that fits:
/// - frustrated: at least 2 of the last 5 show it;
/// - formal, casual: at least a third of the messages hold a phrase of that kind, and more than hold one of
///   the other;
/// - brief: half of the messages or more have at most 8 words;
/// - detailed, as whoever has written nothing.
[[nodiscard]] std::string_view communication_style(const customer_history&);

} // namespace troupe::graph_sync
