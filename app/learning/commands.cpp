#include "app/learning/commands.hpp"

#include <CLI/CLI.hpp>

namespace troupe::app::learned {

void add_commands(CLI::App& cli, job& chosen) {
  const auto add = [&chosen](CLI::App& to, const char* name, const char* description,
                             int (*run)(const config::settings&)) {
    to.add_subcommand(name, description)->callback([&chosen, run] { chosen = run; });
  };
  auto& learning = *cli.add_subcommand("learning", "What was learned of the ways of answering");
  learning.require_subcommand(1);
  add(learning, "show", "Print the policy that chooses, and what each way of answering has earned", show);
  add(learning, "verify", "Compare the checkpoint with the fold of the log, byte for byte", verify);
  add(learning, "rebuild", "Learn the log anew with the rewards that count now; the server must not run",
      rebuild);
  auto& exported = *cli.add_subcommand("export", "Write what is stored in other formats");
  exported.require_subcommand(1);
  add(exported, "decisions", "Print every decision with its reward as Vowpal Wabbit's dsjson",
      export_decisions);
}

} // namespace troupe::app::learned
