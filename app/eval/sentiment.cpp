#include "app/eval/commands.hpp"
#include "app/eval/embeddings.hpp"
#include "app/eval/rated_texts.hpp"
#include "app/eval/report.hpp"
#include "config/classifier.hpp"
#include "config/weights.hpp"
#include "evaluation/correlation.hpp"
#include "language/folds.hpp"

#include <CLI/CLI.hpp>

#include <memory>

namespace troupe::app::eval {
namespace {

struct sentiment_options {
  std::vector<std::string> files;
  std::vector<std::string> train;
  std::size_t folds = 0;
  eval::output output;
};

double judge(const std::string& text, const language::sentiment_lexicon& lexicon,
             const language::sentiment_weights& learned, const language::embedder& encoder) {
  return language::sentiment(text, lexicon, learned, encoder ? encoder(text) : std::vector<float>{});
}

/// What weights that were learned without a text's fold say of it.
std::vector<double> cross_validate(const std::vector<rated_text>& texts, const sentiment_options& with,
                                   const language::sentiment_lexicon& lexicon,
                                   const language::embedder& encoder) {
  const auto fold_of =
      language::stratified_folds(std::vector<std::size_t>(texts.size()), with.folds, with.output.seed);
  auto found = std::vector<double>(texts.size());
  for (std::size_t fold = 0; fold < with.folds; ++fold) {
    const auto parts = language::split_at(fold_of, fold);
    auto training = std::vector<rated_text>{};
    for (const auto i : parts.training) training.push_back(texts[i]);
    const auto learned = learn_sentiment(training, lexicon, encoder);
    for (const auto i : parts.held_out) found[i] = judge(texts[i].text, lexicon, learned, encoder);
  }
  return found;
}

std::vector<double> judge_all(const std::vector<rated_text>& texts, const sentiment_options& with,
                              const config::settings& s) {
  const auto lexicon = config::load_lexicon(s.config_dir, s.model_dir);
  const auto encoder = load_embedder(s);
  if (with.folds > 0) return cross_validate(texts, with, lexicon, encoder);
  const auto learned = with.train.empty() ? config::load_sentiment_weights(s.config_dir)
                                          : learn_sentiment(read_rated_texts(with.train), lexicon, encoder);
  auto found = std::vector<double>{};
  for (const auto& one : texts) found.push_back(judge(one.text, lexicon, learned, encoder));
  return found;
}

int measure(const sentiment_options& with, const config::settings& s) {
  const auto texts = read_rated_texts(with.files);
  const auto found = judge_all(texts, with, s);
  auto write = predictions{with.output};
  auto ratings = std::vector<double>{};
  for (std::size_t i = 0; i < texts.size(); ++i) {
    ratings.push_back(texts[i].rating);
    write.add({{"id", texts[i].id}, {"sentiment", found[i]}});
  }
  write.close();
  const auto r = evaluation::pearson_r(found, ratings);
  print({{"texts", texts.size()}, {"pearson_r", r ? ordered_json(*r) : ordered_json{}}}, with.output);
  return 0;
}

} // namespace

void add_sentiment(CLI::App& eval, job& chosen) {
  const auto with = std::make_shared<sentiment_options>(); // the parser writes into it, the job reads it
  auto* command =
      eval.add_subcommand("sentiment", "How near the mood that is found comes to people's ratings");
  command->add_option("files", with->files, R"(JSON lines {"id","text","rating"})")
      ->required()
      ->check(CLI::ExistingFile);
  auto* train =
      command->add_option("--train", with->train, "JSON lines to learn from, in place of the shipped weights")
          ->check(CLI::ExistingFile);
  command->add_option("--cross-validate", with->folds, "Learn from all but each of N parts in turn")
      ->check(CLI::Range(2, 1000))
      ->excludes(train);
  add_options(*command, with->output);
  command->callback(
      [with, &chosen] { chosen = [with](const config::settings& s) { return measure(*with, s); }; });
}

} // namespace troupe::app::eval
