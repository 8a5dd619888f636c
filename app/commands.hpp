#pragma once
#include "app/eval/commands.hpp"
#include "config/load.hpp"

#include <functional>
#include <string>

namespace CLI {
class App;
}

/// The subcommands: each takes what the command line said and returns the exit status. 0: done; 1: it failed;
/// 2: the command line or the settings are at fault.
namespace troupe::app {

int serve(const config::loaded&);
int ask(const config::loaded&, const std::string& question);
/// Brings the store in step with DOCUMENTS_PATH; beside a server, lets that do it. 1 if a document failed.
int ingest(const config::loaded&);
int print_config(const config::loaded&);
int print_version();

/// Speaks MCP on standard input and output; beside a server, passes on to that.
int serve_mcp(const config::loaded&);

/// Adds `load`, which needs none of the settings. Parsing puts into `chosen` what to do if it was named.
void add_load(CLI::App& cli, std::function<int()>& chosen);

/// Adds `mock-llm`, which needs none either.
void add_mock_llm(CLI::App& cli, std::function<int()>& chosen);
/// Adds `prompt`.
void add_prompt(CLI::App& cli, eval::job& chosen);

/// Adds `search`, `intents` and `train`. Parsing puts into `chosen` what the subcommand that was named does.
void add_search(CLI::App& cli, eval::job& chosen);
void add_intents(CLI::App& cli, eval::job& chosen);
void add_train(CLI::App& cli, eval::job& chosen);

/// Adds `backup` and `restore`.
void add_backup(CLI::App& cli, eval::job& chosen);

/// Prints the problems of the settings, one a line. False if there are none.
bool complain(const config::loaded&);

} // namespace troupe::app
