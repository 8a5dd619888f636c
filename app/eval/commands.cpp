#include "app/eval/commands.hpp"

#include <CLI/CLI.hpp>

namespace troupe::app::eval {

void add_commands(CLI::App& cli, job& chosen) {
  auto& eval = *cli.add_subcommand("eval", "Measure the engine on labelled files");
  eval.require_subcommand(1);
  add_retrieval(eval, chosen);
  add_unanswerable(eval, chosen);
  add_answers(eval, chosen);
  add_bandit(eval, chosen);
  add_simulator(eval, chosen);
  add_promotion(eval, chosen);
  add_coverage(eval, chosen);
  add_policy(eval, chosen);
  add_encoder(eval, chosen);
  add_intent(eval, chosen);
  add_sentiment(eval, chosen);
  add_conversations(eval, chosen);
}

} // namespace troupe::app::eval
