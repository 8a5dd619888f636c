#include "actors/workflow/log_response/behavior.hpp"

#include "actors/workflow/log_response/metrics.hpp"

namespace troupe::log_response {

handle::behavior_type behavior(handle::pointer, const language::signal_finder* signals) {
  return {[signals](const log_request& asked) {
    return logged{metrics_of(asked.text, asked.classification, asked.elapsed_seconds, *signals)};
  }};
}

} // namespace troupe::log_response
