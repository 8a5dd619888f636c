#include "actors/workflow/log_response/metrics.hpp"

#include "language/tokens.hpp"

namespace troupe::log_response {

turn_metrics metrics_of(std::string_view text, const language::classification& found, double response_seconds,
                        const language::signal_finder& signals) {
  const auto shown = signals.find(language::words(text));
  return {.sentiment = found.sentiment,
          .thanked = shown.thanked,
          .frustrated = shown.frustrated,
          .resolved = shown.resolved,
          .asked_for_human = shown.asked_for_human || found.intent == "human_agent",
          .questions = static_cast<std::uint32_t>(language::count_questions(text)),
          .response_seconds = response_seconds};
}

} // namespace troupe::log_response
