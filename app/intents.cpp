#include "app/commands.hpp"
#include "app/eval/embeddings.hpp"
#include "config/classifier.hpp"
#include "language/intent_model.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <functional>
#include <iomanip>
#include <iostream>
#include <limits>
#include <memory>

namespace troupe::app {
namespace {

constexpr auto all_texts = std::numeric_limits<std::size_t>::max();

/// An example, and what is made of it when it is not trained on.
struct held_out {
  std::size_t example = 0;
  std::size_t intent = 0;
  std::size_t found = 0;
  double confidence = 0;
};

/// Rows are the intents of the examples, columns what they are taken for.
void print_confusion(const std::vector<language::intent_rule>& intents, const std::vector<held_out>& all) {
  auto counts =
      std::vector<std::vector<std::size_t>>(intents.size(), std::vector<std::size_t>(intents.size()));
  for (const auto& one : all) ++counts[one.intent][one.found];
  std::cout << std::left << std::setw(28) << "intent" << std::right;
  for (std::size_t i = 0; i < intents.size(); ++i) std::cout << std::setw(4) << i + 1;
  std::cout << "  found\n";
  for (std::size_t i = 0; i < intents.size(); ++i) {
    std::cout << std::right << std::setw(3) << i + 1 << ' ' << std::left << std::setw(24) << intents[i].name
              << std::right;
    for (const auto count : counts[i]) std::cout << std::setw(4) << (count > 0 ? std::to_string(count) : ".");
    std::cout << std::setw(5) << counts[i][i] << '/' << intents[i].examples.size() << '\n';
  }
}

void print_disagreeing(const std::vector<language::intent_rule>& intents, std::vector<held_out> all) {
  std::erase_if(all, [](const auto& one) { return one.intent == one.found; });
  std::ranges::stable_sort(all, std::greater{}, &held_out::confidence);
  auto texts = std::vector<std::string>{};
  for (const auto& intent : intents) std::ranges::copy(intent.examples, std::back_inserter(texts));
  for (const auto& one : all)
    std::cout << std::fixed << std::setprecision(2) << one.confidence << "  \"" << texts[one.example]
              << "\" stands under " << intents[one.intent].name << ", reads like " << intents[one.found].name
              << '\n';
}

int check(const config::settings& s, std::uint64_t seed) {
  const auto intents = config::load_intents(s.config_dir);
  const auto encoder = eval::load_embedder(s);
  const auto examples = language::prepare_examples(intents, encoder);
  auto all = std::vector<held_out>{};
  for (const auto& one : language::held_out_scores(examples, all_texts, seed)) {
    const auto& score = examples.embedded() ? one.embedded : one.by_words;
    if (score) all.push_back({one.text, examples.intent_of[one.text], score->intent, score->confidence});
  }
  const auto right = std::ranges::count_if(all, [](const auto& one) { return one.intent == one.found; });
  std::cout << "Each example classified by the others (5 folds, "
            << (examples.embedded() ? "words and embeddings" : "words alone") << "): " << right << " of "
            << examples.words.size() << " agree with their intent.\n\n";
  print_confusion(intents, all);
  std::cout << '\n';
  print_disagreeing(intents, std::move(all));
  return 0;
}

} // namespace

void add_intents(CLI::App& cli, eval::job& chosen) {
  auto& intents = *cli.add_subcommand("intents", "Look after the examples of the intents");
  intents.require_subcommand(1);
  const auto seed = std::make_shared<std::uint64_t>(1); // the parser writes into it, the job reads it
  auto* command = intents.add_subcommand(
      "check",
      "Cross-validate the examples: which intents are confused, which examples disagree with theirs");
  command->add_option("--seed", *seed, "Seed of the folds")->capture_default_str();
  command->callback(
      [seed, &chosen] { chosen = [seed](const config::settings& s) { return check(s, *seed); }; });
}

} // namespace troupe::app
