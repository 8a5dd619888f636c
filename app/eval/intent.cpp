#include "app/eval/commands.hpp"
#include "app/eval/embeddings.hpp"
#include "app/eval/read_file.hpp"
#include "app/eval/report.hpp"
#include "app/eval/stopwatch.hpp"
#include "evaluation/json_lines.hpp"
#include "evaluation/out_of_scope.hpp"
#include "evaluation/roc.hpp"
#include "language/classification.hpp"
#include "language/folds.hpp"
#include "language/intent_model.hpp"
#include "language/tokens.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <stdexcept>

namespace troupe::app::eval {
namespace {

constexpr double kept = 0.93; // accuracy in scope
constexpr double in_scope_from = 0.5;

struct intent_options {
  std::vector<std::string> train;
  std::vector<std::string> test;
  std::size_t folds = 0;
  std::size_t shots = 0; // per intent; 0: all
  std::string out_of_scope;
  bool exclude_training_texts = false;
  eval::output output;
};

struct labelled_text {
  std::string text;
  std::string intent;
};

using labelled_texts = std::vector<labelled_text>;

labelled_texts read(const std::vector<std::string>& files) {
  auto all = labelled_texts{};
  for (const auto& file : files)
    evaluation::read_json_lines(file, read_file(file), [&](const evaluation::json_line& line) {
      all.push_back({line.text("text"), line.text("intent")});
    });
  if (all.empty()) throw std::runtime_error{files.front() + " holds no text"};
  return all;
}

/// Without what is out of scope, and no more than `shots` of an intent.
labelled_texts training_part(const labelled_texts& from, const intent_options& with) {
  auto part = labelled_texts{};
  auto taken = std::map<std::string, std::size_t, std::less<>>{};
  for (const auto& one : from) {
    if (one.intent == with.out_of_scope && !with.out_of_scope.empty()) continue;
    if (with.shots == 0 || taken[one.intent]++ < with.shots) part.push_back(one);
  }
  if (part.empty()) throw std::runtime_error{"there is no text to train on: all are out of scope"};
  return part;
}

struct trained {
  std::vector<std::string> intents;
  language::intent_model model;
};

trained train(const labelled_texts& on, const language::embedder& encoder, std::uint64_t seed) {
  auto intents = std::vector<std::string>{};
  for (const auto& one : on) intents.push_back(one.intent);
  std::ranges::sort(intents);
  intents.erase(std::ranges::unique(intents).begin(), intents.end());
  auto texts = std::vector<std::string>{};
  auto intent_of = std::vector<std::size_t>{};
  for (const auto& one : on) {
    texts.push_back(one.text);
    intent_of.push_back(
        static_cast<std::size_t>(std::ranges::lower_bound(intents, one.intent) - intents.begin()));
  }
  auto model = language::intent_model{language::prepare_examples(intents, texts, intent_of, encoder), seed};
  return {std::move(intents), std::move(model)};
}

struct prediction {
  std::string intent;
  double confidence = 0;
  double in_scope = 0;
};

prediction classify(const trained& by, const std::string& text, std::span<const float> embedding) {
  const auto guess = by.model(language::n_grams_of(language::words(text)), embedding);
  if (!guess) return {std::string{language::unknown_intent}};
  return {by.intents[guess->intent], guess->confidence, guess->in_scope};
}

/// The predictions of a test, and what they took.
struct outcome {
  std::vector<prediction> predictions;
  double training_seconds = 0;
  double embedding_seconds = 0; ///< of the tested texts
  double seconds = 0;           ///< of the tested texts, without their embeddings
};

void test(const trained& by, const labelled_texts& texts, const language::embedder& encoder, outcome& to) {
  auto embeddings = std::vector<std::vector<float>>(texts.size());
  const auto encoding = stopwatch{};
  if (encoder)
    std::ranges::transform(texts, embeddings.begin(), [&](const auto& one) { return encoder(one.text); });
  to.embedding_seconds += encoding.seconds();
  const auto clock = stopwatch{};
  for (std::size_t i = 0; i < texts.size(); ++i)
    to.predictions.push_back(classify(by, texts[i].text, embeddings[i]));
  to.seconds += clock.seconds();
}

trained train_timed(const labelled_texts& on, const intent_options& with, const language::embedder& encoder,
                    outcome& to) {
  const auto part = training_part(on, with);
  if (encoder)
    for (const auto& one : part) (void)encoder(one.text); // kept: training is timed without
  const auto clock = stopwatch{};
  auto made = train(part, encoder, with.output.seed);
  to.training_seconds += clock.seconds();
  return made;
}

outcome test_on_others(const intent_options& with, const labelled_texts& train_on,
                       const labelled_texts& test_on, const language::embedder& encoder) {
  auto found = outcome{};
  test(train_timed(train_on, with, encoder, found), test_on, encoder, found);
  return found;
}

outcome cross_validate(const intent_options& with, const labelled_texts& all,
                       const language::embedder& encoder) {
  auto labels = std::vector<std::size_t>{};
  auto numbers = std::map<std::string, std::size_t, std::less<>>{};
  for (const auto& one : all) labels.push_back(numbers.emplace(one.intent, numbers.size()).first->second);
  const auto fold_of = language::stratified_folds(labels, with.folds, with.output.seed);
  auto found = outcome{};
  auto in_order = std::vector<prediction>(all.size());
  const auto pick = [&](const std::vector<std::size_t>& which) {
    auto part = labelled_texts{};
    for (const auto i : which) part.push_back(all[i]);
    return part;
  };
  for (std::size_t fold = 0; fold < with.folds; ++fold) {
    const auto parts = language::split_at(fold_of, fold);
    if (parts.held_out.empty() || parts.training.empty()) continue;
    test(train_timed(pick(parts.training), with, encoder, found), pick(parts.held_out), encoder, found);
    for (std::size_t i = 0; i < parts.held_out.size(); ++i)
      in_order[parts.held_out[i]] = found.predictions[i];
    found.predictions.clear();
  }
  found.predictions = std::move(in_order);
  return found;
}

labelled_texts without(labelled_texts texts, const labelled_texts& excluded) {
  auto known = std::set<std::string, std::less<>>{};
  for (const auto& one : excluded) known.insert(one.text);
  std::erase_if(texts, [&](const auto& one) { return known.contains(one.text); });
  return texts;
}

ordered_json or_null(std::optional<double> figure) { return figure ? ordered_json(*figure) : ordered_json{}; }

ordered_json figures_of(const labelled_texts& texts, const outcome& found, const intent_options& with) {
  auto all = std::vector<evaluation::scoped_prediction>{};
  auto inside = std::vector<double>{};
  auto outside = std::vector<double>{};
  std::size_t correct = 0;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const auto& p = found.predictions[i];
    const auto in_scope = with.out_of_scope.empty() || texts[i].intent != with.out_of_scope;
    const auto right = in_scope && p.intent == texts[i].intent;
    correct += right ? 1 : 0;
    (in_scope ? inside : outside).push_back(p.in_scope);
    all.push_back({in_scope, right, p.in_scope});
  }
  const auto count = static_cast<double>(texts.size());
  return {{"texts", texts.size()},
          {"in_scope", inside.size()},
          {"out_of_scope", outside.size()},
          {"accuracy_in_scope",
           inside.empty() ? ordered_json{}
                          : ordered_json(static_cast<double>(correct) / static_cast<double>(inside.size()))},
          {"accuracy_over_all_at_best_threshold", evaluation::best_accuracy(all)},
          {"accuracy_over_all", evaluation::accuracy_at(in_scope_from, all)},
          {"out_of_scope_recall_at_93_percent", or_null(evaluation::recall_keeping(kept, all))},
          {"auroc", or_null(evaluation::auc(inside, outside))},
          {"training_seconds", found.training_seconds},
          {"us_per_text", 1e6 * (found.seconds + found.embedding_seconds) / count},
          {"us_per_text_without_embedding", 1e6 * found.seconds / count}};
}

int measure(const intent_options& with, const config::settings& s) {
  const auto train_on = read(with.train);
  auto tested = with.folds > 0 ? train_on : read(with.test);
  if (with.exclude_training_texts) tested = without(std::move(tested), training_part(train_on, with));
  if (tested.empty()) throw std::runtime_error{"every text of the test is also one of the training"};
  const auto encoder = load_embedder(s);
  const auto found = with.folds > 0 ? cross_validate(with, tested, encoder)
                                    : test_on_others(with, train_on, tested, encoder);
  auto write = predictions{with.output};
  for (std::size_t i = 0; i < tested.size(); ++i) {
    const auto& p = found.predictions[i];
    write.add({{"text", tested[i].text},
               {"intent", p.intent},
               {"confidence", p.confidence},
               {"in_scope", p.in_scope}});
  }
  write.close();
  print(figures_of(tested, found, with), with.output);
  return 0;
}

} // namespace

void add_intent(CLI::App& eval, job& chosen) {
  const auto with = std::make_shared<intent_options>(); // the parser writes into it, the job reads it
  auto* command =
      eval.add_subcommand("intent", "Whether messages' intents are found, and strange ones known");
  command->add_option("--train", with->train, R"(JSON lines {"text","intent"} to train on)")
      ->required()
      ->check(CLI::ExistingFile);
  auto* test = command->add_option("--test", with->test, "JSON lines to test on")->check(CLI::ExistingFile);
  auto* folds =
      command->add_option("--cross-validate", with->folds, "Test on each of N parts of --train in turn")
          ->check(CLI::Range(2, 1000))
          ->excludes(test);
  command->add_option("--out-of-scope", with->out_of_scope,
                      "Label of the texts that are about none of the intents; never trained on");
  command->add_option("--shots", with->shots, "Train on the first K texts of each intent")
      ->check(CLI::PositiveNumber);
  command
      ->add_flag("--exclude-training-texts", with->exclude_training_texts,
                 "Leave out of the test what is also trained on")
      ->excludes(folds);
  add_options(*command, with->output);
  command->callback([with, &chosen] {
    if (with->test.empty() && with->folds == 0)
      throw CLI::ValidationError{"--test or --cross-validate is required"};
    chosen = [with](const config::settings& s) { return measure(*with, s); };
  });
}

} // namespace troupe::app::eval
