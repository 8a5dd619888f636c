#pragma once
#include "config/settings.hpp"

#include <functional>

namespace CLI {
class App;
}

/// `troupe eval …`: measures the engine on labelled files, with the code that serves customers.
namespace troupe::app::eval {

/// What the command line asked for; returns the exit status. Throws std::runtime_error, naming the file.
using job = std::function<int(const config::settings&)>;

/// Adds `eval` and its subcommands. Parsing puts into `chosen` what the one that was named does.
void add_commands(CLI::App& cli, job& chosen);

void add_retrieval(CLI::App& eval, job& chosen);
void add_unanswerable(CLI::App& eval, job& chosen);
void add_answers(CLI::App& eval, job& chosen);
void add_bandit(CLI::App& eval, job& chosen);
void add_simulator(CLI::App& eval, job& chosen);
void add_promotion(CLI::App& eval, job& chosen);
void add_coverage(CLI::App& eval, job& chosen);
void add_policy(CLI::App& eval, job& chosen);
void add_encoder(CLI::App& eval, job& chosen);
void add_intent(CLI::App& eval, job& chosen);
void add_sentiment(CLI::App& eval, job& chosen);
void add_conversations(CLI::App& eval, job& chosen);

} // namespace troupe::app::eval
