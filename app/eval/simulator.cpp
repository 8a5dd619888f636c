#include "app/eval/commands.hpp"
#include "app/eval/learner.hpp"
#include "app/eval/report.hpp"
#include "evaluation/simulation.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>
#include <numeric>

namespace troupe::app::eval {
namespace {

struct simulator_options {
  std::string policy;
  std::size_t turns = 5000;
  std::size_t seeds = 20;
  std::string drift{evaluation::drift_names.front()};
  eval::output output;
};

/// The mean over the seeds.
struct outcome {
  double reward = 0.0;
  std::vector<double> regrets; ///< of each turn
  [[nodiscard]] double regret() const { return std::reduce(regrets.begin(), regrets.end()); }
};

outcome play(const std::string& policy, const simulator_options& with, const config::settings& s,
             predictions* write) {
  const auto kind = std::ranges::find(evaluation::drift_names, with.drift) - evaluation::drift_names.begin();
  const auto learner = learning::make_policy(policy, options_of(s, evaluation::simulated_strategies));
  auto all = outcome{0.0, std::vector<double>(with.turns)};
  const auto share = 1.0 / static_cast<double>(with.seeds);
  for (std::size_t i = 0; i < with.seeds; ++i) {
    const auto seed = with.output.seed + i;
    const auto one = evaluation::simulate(learner, seed, with.turns, static_cast<evaluation::drift>(kind));
    all.reward += share * one.reward;
    for (std::size_t turn = 0; turn < with.turns; ++turn) all.regrets[turn] += share * one.regrets[turn];
    if (write)
      write->add({{"seed", seed},
                  {"reward", one.reward},
                  {"regret", std::reduce(one.regrets.begin(), one.regrets.end())}});
  }
  return all;
}

int measure(const simulator_options& with, const config::settings& s) {
  auto write = predictions{with.output};
  const auto measured = play(with.policy, with, s, &write);
  const auto greedy = play("epsilon_greedy", with, s, nullptr);
  const auto uniform = play("uniform", with, s, nullptr);
  write.close();
  auto figures =
      ordered_json{{"policy", with.policy},
                   {"drift", with.drift},
                   {"turns", with.turns},
                   {"seeds", with.seeds},
                   {"reward", measured.reward},
                   {"regret", measured.regret()},
                   {"regret_percent", 100 * measured.regret() / uniform.regret()},
                   {"regret_percent_of_epsilon_greedy", 100 * measured.regret() / greedy.regret()}};
  const auto kind = std::ranges::find(evaluation::drift_names, with.drift) - evaluation::drift_names.begin();
  if (const auto span = evaluation::span_of(static_cast<evaluation::drift>(kind), with.turns)) {
    const auto turns = evaluation::recovery(measured.regrets, *span);
    figures["recovery_turns"] = turns ? ordered_json(*turns) : ordered_json{};
  }
  print(figures, with.output);
  return 0;
}

} // namespace

void add_simulator(CLI::App& eval, job& chosen) {
  const auto with = std::make_shared<simulator_options>(); // the parser writes into it, the job reads it
  auto* command = eval.add_subcommand("simulator", "What a policy gives away among simulated customers");
  add_policy_option(*command, with->policy)->required();
  command->add_option("--turns", with->turns, "Turns of a run")
      ->check(CLI::Range(1, 10'000'000))
      ->capture_default_str();
  command->add_option("--seeds", with->seeds, "Runs, each with a world of its own")
      ->check(CLI::Range(1, 10'000))
      ->capture_default_str();
  const auto names = std::vector<std::string>{evaluation::drift_names.begin(), evaluation::drift_names.end()};
  command->add_option("--drift", with->drift, "How preferences change")
      ->check(CLI::IsMember(names))
      ->capture_default_str();
  add_options(*command, with->output);
  command->callback(
      [with, &chosen] { chosen = [with](const config::settings& s) { return measure(*with, s); }; });
}

} // namespace troupe::app::eval
