#include "actors/workflow/classify/behavior.hpp"

#include "language/tokens.hpp"

namespace troupe::classify {

handle::behavior_type behavior(handle::pointer, const language::classifier* classifier,
                               const language::signal_finder* signals) {
  return {[classifier, signals](const classify_request& asked) {
    const auto shown = signals->find(language::words(asked.text));
    return classified{classifier->classify(asked.text), shown.demanded_human, shown.agreed};
  }};
}

} // namespace troupe::classify
