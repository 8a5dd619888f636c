#include "app/eval/commands.hpp"
#include "app/eval/learner.hpp"
#include "app/eval/report.hpp"
#include "evaluation/contest.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>

namespace troupe::app::eval {
namespace {

struct promotion_options {
  std::string champion;
  std::string challenger;
  std::size_t turns = 1000;
  std::size_t seeds = 1000;
  bool indifferent = false;
  eval::output output;
};

int measure(const promotion_options& with, const config::settings& s) {
  const auto rules = evaluation::contest_rules(with.champion, with.challenger,
                                               options_of(s, evaluation::simulated_strategies));
  auto write = predictions{with.output};
  auto took = std::vector<std::size_t>{}; // conversations
  for (std::size_t i = 0; i < with.seeds; ++i) {
    const auto seed = with.output.seed + i;
    const auto one = evaluation::hold_contest(rules, seed, with.turns, with.indifferent);
    if (one.won_after) took.push_back(*one.won_after);
    write.add({{"seed", seed},
               {"conversations", one.won_after ? ordered_json(*one.won_after) : ordered_json{}},
               {"gain", one.gain},
               {"gain_low", one.gain_low}});
  }
  write.close();
  std::ranges::sort(took);
  print({{"champion", with.champion},
         {"challenger", with.challenger},
         {"indifferent", with.indifferent},
         {"turns", with.turns},
         {"seeds", with.seeds},
         {"promoted_percent", 100.0 * static_cast<double>(took.size()) / static_cast<double>(with.seeds)},
         {"median_conversations", took.empty() ? ordered_json{} : ordered_json(took[took.size() / 2])}},
        with.output);
  return 0;
}

} // namespace

void add_promotion(CLI::App& eval, job& chosen) {
  const auto with = std::make_shared<promotion_options>(); // the parser writes into it, the job reads it
  auto* command = eval.add_subcommand("promotion", "How often and how soon a challenger takes over");
  add_policy_option(*command, with->champion, "--champion", "Policy that chooses")->required();
  add_policy_option(*command, with->challenger, "--challenger", "Policy that learns in the shadow")
      ->required();
  command->add_flag("--indifferent", with->indifferent,
                    "Customers reward every answer alike: whoever takes over does so falsely");
  command->add_option("--turns", with->turns, "Turns of a run")
      ->check(CLI::Range(1, 10'000'000))
      ->capture_default_str();
  command->add_option("--seeds", with->seeds, "Runs, each with a world of its own")
      ->check(CLI::Range(1, 100'000))
      ->capture_default_str();
  add_options(*command, with->output);
  command->callback(
      [with, &chosen] { chosen = [with](const config::settings& s) { return measure(*with, s); }; });
}

} // namespace troupe::app::eval
