#include "app/commands.hpp"
#include "app/eval/embeddings.hpp"
#include "app/eval/judged_conversations.hpp"
#include "app/eval/rated_texts.hpp"
#include "config/classifier.hpp"
#include "config/weights.hpp"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <stdexcept>

namespace troupe::app {
namespace {

struct options {
  std::vector<std::string> files;
  std::string output;
};

void write(const std::string& path, const std::string& text) {
  auto out = std::ofstream{path, std::ios::binary | std::ios::trunc};
  out << text;
  out.close();
  if (!out) throw std::runtime_error{path + " cannot be written"};
  std::cout << path << ": " << text.size() << " bytes\n";
}

/// The command that made a file, without the folders of this machine.
std::string made_by(std::string_view what, const options& with) {
  auto command = "Made by `troupe train " + std::string{what};
  for (const auto& file : with.files) command += ' ' + std::filesystem::path{file}.filename().string();
  return command + "`; do not edit.";
}

int train_sentiment(const options& with, const config::settings& s) {
  const auto encoder = eval::load_embedder(s);
  if (!encoder) throw std::runtime_error{"sentiment is learned from embeddings, and there is no encoder"};
  const auto lexicon = config::load_lexicon(s.config_dir, {}); // that ships, so that everybody gets the same
  const auto learned = eval::learn_sentiment(eval::read_rated_texts(with.files), lexicon, encoder);
  write(with.output, config::to_toml(learned, made_by("sentiment", with)));
  return 0;
}

int train_conversations(const options& with, const config::settings&) {
  const auto conversations = eval::read_conversations(with.files);
  auto judged = std::vector<language::judged_conversation>{};
  for (const auto& one : conversations) judged.push_back(one.judged());
  write(with.output, config::to_toml(language::fit_outcomes(judged), made_by("conversations", with)));
  return 0;
}

using training = int (*)(const options&, const config::settings&);

void add(CLI::App& train, eval::job& chosen, const char* name, const char* about, const char* files,
         std::string_view output, training run) {
  const auto with = std::make_shared<options>(); // the parser writes into it, the job reads it
  with->output = "config/" + std::string{output};
  auto* command = train.add_subcommand(name, about);
  command->add_option("files", with->files, files)->required()->check(CLI::ExistingFile);
  command->add_option("--output", with->output, "File to write the weights to")->capture_default_str();
  command->callback(
      [with, run, &chosen] { chosen = [with, run](const config::settings& s) { return run(*with, s); }; });
}

} // namespace

void add_train(CLI::App& cli, eval::job& chosen) {
  auto& train = *cli.add_subcommand("train", "Learn the weights that ship, from labelled files");
  train.require_subcommand(1);
  add(train, chosen, "sentiment", "What embeddings say of a text's mood",
      R"(JSON lines {"id","text","rating"})", config::sentiment_weights_file, train_sentiment);
  add(train, chosen, "conversations", "What shows that a customer got what they wanted, or is annoyed",
      R"(JSON lines {"id","turns":[{"s","t"}],"label_task_success","label_user_annoyed"})",
      config::outcome_weights_file, train_conversations);
}

} // namespace troupe::app
