#include "app/eval/commands.hpp"
#include "app/eval/learner.hpp"
#include "app/eval/read_file.hpp"
#include "app/eval/report.hpp"
#include "evaluation/vw_text.hpp"
#include "evaluation/wheel.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>

namespace troupe::app::eval {
namespace {

constexpr std::size_t wheel_fourier = 64;
constexpr std::size_t most_hashed =
    1024; // numbers that the features of VW text become, which has no end of names
constexpr std::size_t least_hashed = 64;
constexpr double elements = 64.0 * most_hashed * most_hashed; // of the matrices of all actions together

struct bandit_options {
  std::optional<double> delta;
  std::string vw;
  std::size_t classes = 0; ///< of --cbify; 0: the file holds logged decisions
  bool logged = false;     ///< --cb, which is also what is done without it
  std::string policy;
  std::size_t steps = 5000;
  std::size_t seeds = 20;
  eval::output output;
};

/// What does not drift, and is not evaluated later, needs neither to be forgotten nor a floor.
learning::policy_options learning_alone(const config::settings& s, std::size_t actions) {
  auto all = options_of(s, actions);
  all.half_life = 0.0;
  all.floor = 0.0;
  return all;
}

/// As many as there is room for: names that share a number are mistaken for each other.
std::size_t hashed_numbers(std::size_t actions) {
  const auto room = std::sqrt(elements / static_cast<double>(std::max<std::size_t>(actions, 1)));
  return std::clamp(static_cast<std::size_t>(room), least_hashed, most_hashed);
}

int measure_wheel(const bandit_options& with, const config::settings& s) {
  auto write = predictions{with.output};
  auto settings = learning_alone(s, evaluation::wheel_actions);
  settings.space = {.numbers = 2, .fourier = wheel_fourier};
  const auto policy = learning::make_policy(with.policy, settings);
  std::vector<double> percent;
  for (std::size_t i = 0; i < with.seeds; ++i) {
    const auto seed = with.output.seed + i;
    const auto run = evaluation::play_wheel(policy, *with.delta, with.steps, seed);
    percent.push_back(100.0 * run.regret / run.regret_of_uniform);
    write.add({{"seed", seed}, {"regret", run.regret}, {"regret_percent", percent.back()}});
  }
  write.close();
  const auto count = static_cast<double>(percent.size());
  double mean = 0.0;
  for (const auto one : percent) mean += one / count;
  double squares = 0.0;
  for (const auto one : percent) squares += (one - mean) * (one - mean);
  print({{"policy", with.policy},
         {"delta", *with.delta},
         {"steps", with.steps},
         {"seeds", with.seeds},
         {"regret_percent", mean},
         {"regret_percent_deviation", std::sqrt(squares / std::max(count - 1.0, 1.0))}},
        with.output);
  return 0;
}

learning::policy learner_of(const bandit_options& with, const config::settings& s, std::size_t actions) {
  auto settings = learning_alone(s, actions);
  settings.space.numbers = hashed_numbers(actions);
  return learning::make_policy(with.policy, settings);
}

/// Logged decisions: the likeliest action, before its line is learned, costs what was logged divided by the
/// propensity if it is the logged one, and else nothing, as in VW's --cb_type ips.
double loss_of_logged(const bandit_options& with, const config::settings& s, predictions& write) {
  const auto text = read_file(with.vw);
  auto log = evaluation::read_vw_decisions(with.vw, text, most_hashed);
  if (const auto room = hashed_numbers(log.actions); room < most_hashed)
    log = evaluation::read_vw_decisions(with.vw, text, room);
  if (log.decisions.empty()) throw std::runtime_error{with.vw + ": has no decisions"};
  auto policy = learner_of(with, s, log.actions);
  double loss = 0.0;
  for (const auto& one : log.decisions) {
    const auto& [action, propensity] = one.made.chosen;
    const auto likely = learning::distribution(policy, one.made.features);
    const auto taken = static_cast<std::size_t>(std::ranges::max_element(likely) - likely.begin());
    const auto cost = taken == action ? -one.reward / propensity : 0.0;
    write.add({{"action", taken + 1}, {"loss", cost}});
    loss += cost / static_cast<double>(log.decisions.size());
    learning::learn(policy, one);
  }
  return loss;
}

/// Labelled examples: a choice costs 1 unless it is the label, and only that is learned, as in VW's --cbify.
double loss_of_labelled(const bandit_options& with, const config::settings& s, predictions& write) {
  const auto examples =
      evaluation::read_vw_examples(with.vw, read_file(with.vw), with.classes, hashed_numbers(with.classes));
  if (examples.empty()) throw std::runtime_error{with.vw + ": has no examples"};
  auto policy = learner_of(with, s, with.classes);
  auto random = learning::random_stream{with.output.seed, "choices"};
  double loss = 0.0;
  for (const auto& one : examples) {
    const auto chosen = learning::choose(policy, one.features, random);
    const auto right = chosen.action == one.label;
    write.add({{"action", chosen.action + 1}, {"propensity", chosen.propensity}, {"loss", right ? 0 : 1}});
    loss += (right ? 0.0 : 1.0) / static_cast<double>(examples.size());
    learning::learn(policy, {{one.features, chosen}, right ? 1.0 : 0.0, {}});
  }
  return loss;
}

int measure_vw(const bandit_options& with, const config::settings& s) {
  auto write = predictions{with.output};
  const auto loss = with.classes > 0 ? loss_of_labelled(with, s, write) : loss_of_logged(with, s, write);
  write.close();
  print({{"policy", with.policy}, {"average_loss", loss}}, with.output);
  return 0;
}

} // namespace

void add_bandit(CLI::App& eval, job& chosen) {
  const auto with = std::make_shared<bandit_options>(); // the parser writes into it, the job reads it
  auto* command = eval.add_subcommand("bandit", "How fast a policy learns what pays");
  auto* wheel = command->add_option("--wheel", with->delta, "Radius of the wheel within which nothing pays")
                    ->check(CLI::Range(0.0, 1.0));
  command->add_option("--steps", with->steps, "Steps of a run on the wheel")
      ->check(CLI::Range(1, 10'000'000))
      ->capture_default_str();
  command->add_option("--seeds", with->seeds, "Runs on the wheel")
      ->check(CLI::Range(1, 10'000))
      ->capture_default_str();
  auto* vw = command->add_option("--vw", with->vw, "File in the text format of VW")->excludes(wheel);
  auto* cb =
      command
          ->add_flag("--cb", with->logged,
                     "The file holds logged decisions, action:cost:probability (so it is without --cbify)")
          ->needs(vw);
  command
      ->add_option("--cbify", with->classes,
                   "The file holds labels of so many classes, one of which is to be chosen")
      ->check(CLI::Range(1, 1000))
      ->needs(vw)
      ->excludes(cb);
  add_policy_option(*command, with->policy)->required();
  add_options(*command, with->output);
  command->callback([with, &chosen] {
    if (!with->delta && with->vw.empty()) throw CLI::RequiredError{"--wheel or --vw"};
    chosen = [with](const config::settings& s) {
      return with->delta ? measure_wheel(*with, s) : measure_vw(*with, s);
    };
  });
}

} // namespace troupe::app::eval
