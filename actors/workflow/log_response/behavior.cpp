#include "actors/workflow/log_response/behavior.hpp"

#include "actors/workflow/log_response/metrics.hpp"

namespace troupe::log_response {

handle::behavior_type behavior(handle::pointer) {
  return {[](const log_request& asked) {
    return logged{metrics_of(asked.text, asked.classification, asked.elapsed_seconds)};
  }};
}

} // namespace troupe::log_response
