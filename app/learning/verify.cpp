#include "actors/learner/refold.hpp"
#include "app/learning/commands.hpp"
#include "app/learning/log.hpp"

#include <chrono>
#include <iostream>

namespace troupe::app::learned {

int verify(const config::settings& s) {
  auto from = log{s};
  const auto saved = from.reader.checkpoint(from.rules.policy);
  if (!saved) {
    std::cerr
        << "troupe: there is no checkpoint of " << from.rules.policy << " in " << s.data_dir
        << "; `troupe serve` writes one every TROUPE_CHECKPOINT_SECONDS in which something was learned\n";
    return 1;
  }
  if (saved->rules != from.rules.text()) {
    std::cerr << "troupe: the checkpoint of " << from.rules.policy
              << " was made under other settings of learning; `troupe serve` will learn the log anew\n";
    return 1;
  }
  const auto begun = std::chrono::steady_clock::now();
  const auto fold = learner::refold(from.reader, from.rules, saved->position);
  const auto seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  const bool same = fold.position() == saved->position && fold.save() == saved->state;
  (same ? std::cout : std::cerr) << (same ? "" : "troupe: ") << "the checkpoint of " << from.rules.policy
                                 << " at lesson " << saved->position << (same ? " is" : " is not")
                                 << " the fold of the log (" << fold.decisions() << " decisions, " << seconds
                                 << " s)\n";
  return same ? 0 : 1;
}

} // namespace troupe::app::learned
