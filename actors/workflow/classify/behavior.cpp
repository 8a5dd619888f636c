#include "actors/workflow/classify/behavior.hpp"

namespace troupe::classify {

handle::behavior_type behavior(handle::pointer, const language::classifier* with) {
  return {[with](const classify_request& asked) { return classified{with->classify(asked.text)}; }};
}

} // namespace troupe::classify
