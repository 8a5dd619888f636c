#include "app/eval/commands.hpp"
#include "app/eval/judged_conversations.hpp"
#include "app/eval/report.hpp"
#include "app/eval/stopwatch.hpp"
#include "config/weights.hpp"
#include "evaluation/roc.hpp"
#include "language/folds.hpp"

#include <CLI/CLI.hpp>

#include <memory>

namespace troupe::app::eval {
namespace {

using language::conversation_outcome;
using language::judged_conversation;

struct conversations_options {
  std::vector<std::string> train;
  std::vector<std::string> test;
  std::size_t folds = 0;
  eval::output output;
};

std::vector<judged_conversation> views_of(const std::vector<labelled_conversation>& all) {
  auto views = std::vector<judged_conversation>{};
  for (const auto& one : all) views.push_back(one.judged());
  return views;
}

/// Labels as one number each, so that folds have them evenly.
std::size_t stratum(const judged_conversation& of) {
  const auto number = [](std::optional<bool> label) { return !label ? 0U : *label ? 1U : 2U; };
  return 3 * number(of.resolved) + number(of.frustrated);
}

std::vector<conversation_outcome> cross_validate(const std::vector<judged_conversation>& all,
                                                 const conversations_options& with) {
  auto strata = std::vector<std::size_t>{};
  for (const auto& one : all) strata.push_back(stratum(one));
  const auto fold_of = language::stratified_folds(strata, with.folds, with.output.seed);
  auto found = std::vector<conversation_outcome>(all.size());
  for (std::size_t fold = 0; fold < with.folds; ++fold) {
    const auto parts = language::split_at(fold_of, fold);
    auto training = std::vector<judged_conversation>{};
    for (const auto i : parts.training) training.push_back(all[i]);
    const auto model = language::outcome_model{language::fit_outcomes(training)};
    for (const auto i : parts.held_out) found[i] = model(all[i].messages);
  }
  return found;
}

std::vector<conversation_outcome> judge(const std::vector<judged_conversation>& all,
                                        const conversations_options& with, const config::settings& s) {
  if (with.folds > 0) return cross_validate(all, with);
  auto weights = language::outcome_weights{};
  if (with.train.empty()) {
    weights = config::load_outcome_weights(s.config_dir);
  } else {
    const auto training = read_conversations(with.train);
    weights = language::fit_outcomes(views_of(training));
  }
  const auto model = language::outcome_model{weights};
  auto found = std::vector<conversation_outcome>{};
  for (const auto& one : all) found.push_back(model(one.messages));
  return found;
}

/// How well a score tells the label's two values apart.
ordered_json auc_of(const std::vector<judged_conversation>& all,
                    const std::vector<conversation_outcome>& found,
                    std::optional<bool> judged_conversation::*label, double conversation_outcome::*score) {
  auto high = std::vector<double>{};
  auto low = std::vector<double>{};
  for (std::size_t i = 0; i < all.size(); ++i)
    if (const auto& said = all[i].*label) (*said ? high : low).push_back(found[i].*score);
  const auto auc = evaluation::auc(high, low);
  return auc ? ordered_json(*auc) : ordered_json{};
}

int measure(const conversations_options& with, const config::settings& s) {
  const auto conversations = read_conversations(with.folds > 0 ? with.train : with.test);
  const auto all = views_of(conversations);
  const auto clock = stopwatch{};
  const auto found = judge(all, with, s);
  const auto seconds = clock.seconds();
  auto write = predictions{with.output};
  for (std::size_t i = 0; i < all.size(); ++i)
    write.add(
        {{"id", conversations[i].id}, {"resolved", found[i].resolved}, {"frustrated", found[i].frustrated}});
  write.close();
  print(
      {{"conversations", all.size()},
       {"auc_resolved", auc_of(all, found, &judged_conversation::resolved, &conversation_outcome::resolved)},
       {"auc_frustrated",
        auc_of(all, found, &judged_conversation::frustrated, &conversation_outcome::frustrated)},
       {"seconds", seconds}},
      with.output);
  return 0;
}

} // namespace

void add_conversations(CLI::App& eval, job& chosen) {
  const auto with = std::make_shared<conversations_options>(); // the parser writes into it, the job reads it
  auto* command = eval.add_subcommand(
      "conversations", "Whether it is known which customers got what they wanted, or are annoyed");
  auto* train = command->add_option(
      "--train", with->train,
      R"(JSON lines {"id","turns":[{"s","t"}],"label_task_success","label_user_annoyed"})");
  train->check(CLI::ExistingFile);
  auto* test =
      command->add_option("--test", with->test, "JSON lines to test on; without --train, the shipped weights")
          ->check(CLI::ExistingFile);
  command->add_option("--cross-validate", with->folds, "Test on each of N parts of --train in turn")
      ->check(CLI::Range(2, 1000))
      ->excludes(test)
      ->needs(train);
  add_options(*command, with->output);
  command->callback([with, &chosen] {
    if (with->test.empty() && with->folds == 0)
      throw CLI::ValidationError{"--test or --cross-validate is required"};
    chosen = [with](const config::settings& s) { return measure(*with, s); };
  });
}

} // namespace troupe::app::eval
