#pragma once
#include "config/settings.hpp"

#include <functional>

namespace CLI {
class App;
}

/// `troupe learning …` and `troupe export …`: what was learned, read from the database of a server that may
/// be running.
namespace troupe::app::learned {

/// What the command line asked for; returns the exit status. Throws storage::error or std::runtime_error.
using job = std::function<int(const config::settings&)>;

/// Adds `learning` and `export` with their subcommands. Parsing puts into `chosen` what the one that was
/// named does.
void add_commands(CLI::App& cli, job& chosen);

/// The policy that chooses, and what each way of answering has earned.
int show(const config::settings&);
/// Whether the checkpoint is, byte for byte, the fold of the log: 0; else 1.
int verify(const config::settings&);
/// Learns the log anew with the rewards that count now; refused beside a running server.
int rebuild(const config::settings&);
/// Every decision that was learned as a line of Vowpal Wabbit's dsjson.
int export_decisions(const config::settings&);

} // namespace troupe::app::learned
