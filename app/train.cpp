#include "app/commands.hpp"
#include "app/eval/answerability.hpp"
#include "app/eval/embeddings.hpp"
#include "app/eval/judged_conversations.hpp"
#include "app/eval/rated_texts.hpp"
#include "app/eval/read_file.hpp"
#include "app/model.hpp"
#include "config/classifier.hpp"
#include "config/weights.hpp"
#include "language/markdown.hpp"
#include "retrieval/embedding.hpp"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <sstream>
#include <stdexcept>

namespace troupe::app {
namespace {

struct train_options {
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
std::string made_by(std::string_view what, const train_options& with) {
  auto command = "Made by `troupe train " + std::string{what};
  for (const auto& file : with.files) command += ' ' + std::filesystem::path{file}.filename().string();
  return command + "`; do not edit.";
}

int train_sentiment(const train_options& with, const config::settings& s) {
  const auto encoder = eval::load_embedder(s);
  if (!encoder) throw std::runtime_error{"sentiment is learned from embeddings, and there is no encoder"};
  const auto lexicon = config::load_lexicon(s.config_dir, {}); // that ships, so that everybody gets the same
  const auto learned = eval::learn_sentiment(eval::read_rated_texts(with.files), lexicon, encoder);
  write(with.output, config::to_toml(learned, made_by("sentiment", with)));
  return 0;
}

int train_conversations(const train_options& with, const config::settings&) {
  const auto conversations = eval::read_conversations(with.files);
  auto judged = std::vector<language::judged_conversation>{};
  for (const auto& one : conversations) judged.push_back(one.judged());
  write(with.output, config::to_toml(language::fit_outcomes(judged), made_by("conversations", with)));
  return 0;
}

/// Of markdown files.
int train_tokens(const train_options& with, const config::settings& s) {
  const auto loaded = load_model(s.model_dir);
  if (const auto* error = std::get_if<language::model_error>(&loaded))
    throw std::runtime_error{error->reason};
  const auto& encoder = std::get<model>(loaded).encoder;
  auto states = std::vector<language::token_states>{};
  for (const auto& file : with.files) {
    const auto parsed = language::parse_markdown(eval::read_file(file), file);
    if (const auto* error = std::get_if<language::document_error>(&parsed))
      throw std::runtime_error{file + ": " + error->reason};
    for (const auto& chunk : language::chunk_document(std::get<language::document>(parsed)))
      for (const auto& view : retrieval::views_of(chunk)) states.push_back(encoder.read(view).tokens);
  }
  write(with.output, language::fit_projection(states, encoder.dimensions()).to_safetensors());
  return 0;
}

using training = int (*)(const train_options&, const config::settings&);

void add(CLI::App& train, eval::job& chosen, const char* name, const char* about, const char* files,
         std::string_view output, training run) {
  const auto with = std::make_shared<train_options>(); // the parser writes into it, the job reads it
  with->output = "config/" + std::string{output};
  auto* command = train.add_subcommand(name, about);
  command->add_option("files", with->files, files)->required()->check(CLI::ExistingFile);
  command->add_option("--output", with->output, "File to write the weights to")->capture_default_str();
  command->callback(
      [with, run, &chosen] { chosen = [with, run](const config::settings& s) { return run(*with, s); }; });
}

/// The regressions as the source that is compiled in: what is searched is judged by them everywhere.
std::string to_source(const retrieval::answerability_weights& learned, std::string_view made_by) {
  auto out = std::ostringstream{};
  out << "#include \"retrieval/answerability.hpp\"\n\nnamespace troupe::retrieval {\n\n// " << made_by
      << "\nconst answerability_weights learned_answerability{{{\n";
  for (const auto& one : learned.regressions) {
    out << "    {" << one.bias << ",\n     {";
    for (std::size_t i = 0; i < one.of.size(); ++i) out << (i > 0 ? ", " : "") << one.of[i];
    out << "}},\n";
  }
  out << "}}};\n\n} // namespace troupe::retrieval\n";
  return out.str();
}

struct answerability_options {
  eval::labelled_passages passages;
  eval::labelled_folder folder;
  std::string unanswerable;
  std::string output = "retrieval/answerability_weights.cpp";
};

int train_answerability(const answerability_options& with, const config::settings& s) {
  const auto encoder = eval::find_model(s);
  if (!encoder) throw std::runtime_error{"answerability is learned with embeddings, and there is no encoder"};
  auto seen = eval::labelled_evidence{};
  if (!with.passages.passages.empty()) eval::add_evidence(seen, with.passages, encoder, s);
  if (!with.unanswerable.empty()) eval::add_evidence(seen, with.folder, with.unanswerable, encoder, s);
  if (seen.by_words.empty()) throw std::runtime_error{"there is nothing to learn from"};
  write(with.output, to_source(eval::learn_answerability(seen),
                               "Made by `troupe train answerability`, see docs/quality.md; do not edit."));
  return 0;
}

void add_train_answerability(CLI::App& train, eval::job& chosen) {
  const auto with = std::make_shared<answerability_options>(); // the parser writes into it, the job reads it
  auto* command = train.add_subcommand("answerability", "What shows that the documents answer a question");
  eval::add_options(*command, with->passages);
  auto* documents = eval::add_options(*command, with->folder);
  command->add_option("--unanswerable", with->unanswerable, "Questions that they do not answer, one a line")
      ->check(CLI::ExistingFile)
      ->needs(documents);
  command->add_option("--output", with->output, "Source to write the weights to")->capture_default_str();
  command->callback([with, &chosen] {
    chosen = [with](const config::settings& s) { return train_answerability(*with, s); };
  });
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
  add(train, chosen, "tokens", "In which dimensions tokens differ, for late interaction", "Markdown files",
      token_projection_file, train_tokens);
  add_train_answerability(train, chosen);
}

} // namespace troupe::app
