#include "app/chat/commands.hpp"
#include "app/commands.hpp"
#include "app/eval/commands.hpp"
#include "app/learning/commands.hpp"

#include <CLI/CLI.hpp>

#include <exception>
#include <iostream>

int main(int argc, char** argv) {
  using namespace troupe;
  auto cli = CLI::App{"Troupe answers customers from a company's own documents.", "troupe"};
  cli.require_subcommand(1);
  auto* serve = cli.add_subcommand("serve", "Serve the HTTP interface");
  auto* ask = cli.add_subcommand("ask", "Answer one question and end");
  auto question = std::string{};
  ask->add_option("question", question, "What to ask")
      ->required()
      ->check(CLI::Validator{[](const std::string& text) {
                               const auto blank = text.find_first_not_of(" \t\r\n") == std::string::npos;
                               return blank ? std::string{"must hold more than white space"} : std::string{};
                             },
                             ""});
  auto* ingest = cli.add_subcommand("ingest", "Index the documents, and end");
  auto* mcp = cli.add_subcommand("mcp", "Speak MCP on standard input and output, for assistants");
  auto* show = cli.add_subcommand("config", "Print the settings in effect, and where each comes from");
  auto* version = cli.add_subcommand("version", "Print the version");
  auto job = app::eval::job{};
  app::eval::add_commands(cli, job);
  app::chat::add_command(cli, job);
  app::learned::add_commands(cli, job);
  app::add_search(cli, job);
  app::add_backup(cli, job);
  app::add_intents(cli, job);
  app::add_train(cli, job);
  auto load = std::function<int()>{};
  app::add_load(cli, load);
  app::add_mock_llm(cli, load);
  app::add_prompt(cli, job);
  try {
    cli.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    return cli.exit(e) == 0 ? 0 : 2;
  }
  try {
    if (*version) return app::print_version();
    if (load) return load();
    const auto settings = config::load_from_system();
    if (*show) return app::print_config(settings);
    if (app::complain(settings)) return 2;
    if (*ask) return app::ask(settings, question);
    if (*mcp) return app::serve_mcp(settings);
    if (*ingest) return app::ingest(settings);
    if (job) return job(settings.values);
    if (*serve) return app::serve(settings);
  } catch (const std::exception& e) {
    std::cerr << "troupe: " << e.what() << '\n';
  }
  return 1;
}
