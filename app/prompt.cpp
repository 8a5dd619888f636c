#include "actors/workflow/generate_response/prompt.hpp"

#include "actors/workflow/get_context/query.hpp"
#include "app/commands.hpp"
#include "app/eval/knowledge_base.hpp"
#include "retrieval/context.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>
#include <memory>

namespace troupe::app {
namespace {

struct prompt_options {
  std::string question;
  std::string strategy = "direct_answer";
};

/// From the files themselves: it needs no store, and none of a server's.
int print_prompt(const prompt_options& o, const config::settings& s) {
  const auto strategies = config::load_strategies(s.config_dir);
  const auto chosen = std::ranges::find(strategies, o.strategy, &config::strategy::name);
  if (chosen == strategies.end()) {
    std::cerr << "troupe: there is no strategy " << o.strategy << ": those of " << s.config_dir
              << "/strategies.toml are\n";
    for (const auto& known : strategies) std::cerr << "  " << known.name << '\n';
    return 2;
  }
  const auto templates = config::load_prompts(s.config_dir, strategies);
  const auto base = eval::read_knowledge_base({s.documents_path, {}}, s);
  const auto found = base.index.search(get_context::query_of(o.question, {}));
  const auto sources = retrieval::cut_to_budget(found, {.tokens = s.context_tokens});
  const auto place = static_cast<std::size_t>(chosen - strategies.begin());
  for (const auto& m :
       generate_response::prompt_of(templates, place, {o.question, sources, {}}, s.llm_history_tokens))
    std::cout << "--- " << m.role << "\n\n" << m.text << "\n\n";
  return 0;
}

} // namespace

void add_prompt(CLI::App& cli, eval::job& chosen) {
  const auto given = std::make_shared<prompt_options>(); // the parser writes into it, the job reads it
  auto* command = cli.add_subcommand("prompt", "Show what a language model would be asked for a question");
  command->add_option("question", given->question, "What the customer asks")->required();
  command->add_option("--strategy", given->strategy, "The way of answering")->capture_default_str();
  command->callback(
      [given, &chosen] { chosen = [given](const config::settings& s) { return print_prompt(*given, s); }; });
}

} // namespace troupe::app
