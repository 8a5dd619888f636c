#pragma once
#include "language/classification.hpp"
#include "language/signals.hpp"
#include "messages/wire/turn_record.hpp"

#include <string_view>

namespace troupe::log_response {

/// What the collector notes of a customer's message.
[[nodiscard]] turn_metrics metrics_of(std::string_view text, const language::classification&,
                                      double response_seconds, const language::signal_finder&);

} // namespace troupe::log_response
