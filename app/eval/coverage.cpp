#include "evaluation/coverage.hpp"

#include "app/eval/commands.hpp"
#include "app/eval/report.hpp"

#include <CLI/CLI.hpp>

#include <memory>

namespace troupe::app::eval {
namespace {

struct coverage_options {
  std::size_t decisions = 500;
  std::size_t repetitions = 1000;
  double first = 0.6;
  eval::output output;
};

int measure(const coverage_options& with) {
  const auto all =
      evaluation::measure_coverage(with.decisions, with.first, with.repetitions, with.output.seed);
  auto figures = ordered_json{{"decisions", with.decisions},
                              {"first", with.first},
                              {"repetitions", with.repetitions},
                              {"told", all.told},
                              {"effective_sample_size", all.effective_sample_size}};
  auto write = predictions{with.output};
  for (std::size_t e = 0; e < evaluation::estimator_names.size(); ++e) {
    const auto name = std::string{evaluation::estimator_names[e]};
    figures[name] = {{"covered", all.covered[e]}, {"rmse", all.rmse[e]}};
    write.add({{"estimator", name}, {"covered", all.covered[e]}, {"rmse", all.rmse[e]}});
  }
  write.close();
  print(figures, with.output);
  return 0;
}

} // namespace

void add_coverage(CLI::App& eval, job& chosen) {
  const auto with = std::make_shared<coverage_options>(); // the parser writes into it, the job reads it
  auto* command =
      eval.add_subcommand("coverage", "How often the intervals of off-policy values hold the truth");
  command->add_option("--decisions", with->decisions, "Decisions in a log")
      ->check(CLI::Range(1, 10'000'000))
      ->capture_default_str();
  command->add_option("--repetitions", with->repetitions, "Logs")
      ->check(CLI::Range(1, 100'000))
      ->capture_default_str();
  command
      ->add_option("--first", with->first,
                   "Probability with which the logs take the action that is not evaluated")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str();
  add_options(*command, with->output);
  command->callback([with, &chosen] { chosen = [with](const config::settings&) { return measure(*with); }; });
}

} // namespace troupe::app::eval
