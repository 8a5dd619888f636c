#include "actors/workflow/classify/behavior.hpp"

#include "language/assent.hpp"
#include "language/tokens.hpp"

namespace troupe::classify {
namespace {

classified judge(const classify_request& asked, const language::classifier& by,
                 const language::signal_finder& signals, language::remembering_encoder& encoder,
                 steady_time now) {
  auto made = classified{};
  made.demands_human = signals.find(language::words(asked.text)).demanded_human;
  made.agrees = language::is_assent(asked.text);
  if (now <= asked.encode_by)
    made.embedding = encoder(asked.text);
  else
    made.one_tier_down = static_cast<bool>(encoder);
  made.found = made.embedding ? by.classify(asked.text, made.embedding->vector) : by.classify(asked.text);
  return made;
}

} // namespace

handle::behavior_type behavior(handle::stateful_pointer<state> self, const language::classifier* with,
                               const language::signal_finder* signals, language::text_embedder encode,
                               std::size_t remembered) {
  self->state.encoder.emplace(std::move(encode), remembered);
  return {[self, with, signals](const classify_request& asked) {
    return judge(asked, *with, *signals, *self->state.encoder, self->clock().now());
  }};
}

} // namespace troupe::classify
