#include "app/eval/knowledge_base.hpp"

#include "actors/knowledge/folder.hpp"
#include "app/eval/read_file.hpp"
#include "app/eval/stopwatch.hpp"
#include "evaluation/json_lines.hpp"
#include "language/markdown.hpp"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <iostream>
#include <stdexcept>
#include <variant>

namespace troupe::app::eval {
namespace {

void complain(const std::string& path, const std::string& reason) {
  std::cerr << "troupe: " << path << ": " << reason << '\n';
}

void add_document(std::vector<language::document>& to, const std::string& path,
                  const knowledge::file_version& file, const language::markdown_options& options) {
  if (!file.fault.empty()) return complain(path, file.fault);
  auto parsed = language::parse_markdown(file.content, path, options);
  if (const auto* error = std::get_if<language::document_error>(&parsed))
    return complain(path, error->reason);
  auto& document = std::get<language::document>(parsed);
  if (document.sections.empty()) return complain(path, "holds no text");
  to.push_back(std::move(document));
}

} // namespace

CLI::Option* add_options(CLI::App& command, labelled_folder& of) {
  auto* documents = command.add_option("--documents", of.documents, "Folder of markdown files");
  auto* questions = command.add_option("--questions", of.questions,
                                       R"(JSON lines {"id","q","doc","answer"}, doc relative to the folder)");
  documents->check(CLI::ExistingDirectory)->needs(questions);
  questions->check(CLI::ExistingFile)->needs(documents);
  command
      .add_flag("--drop-question-headings", of.drop_question_headings,
                "Leave headings that end in ? out of the index")
      ->needs(documents);
  return documents;
}

knowledge_base read_knowledge_base(const labelled_folder& of, const config::settings& s) {
  const auto clock = stopwatch{};
  const auto folder = knowledge::folder{of.documents, s.max_document_bytes};
  const auto seen = folder.look();
  if (!seen.error.empty()) throw std::runtime_error{seen.error};
  for (const auto& failed : seen.failed) complain(failed.path, failed.reason);

  auto made = knowledge_base{};
  const auto options = language::markdown_options{.max_bytes = s.max_document_bytes,
                                                  .drop_question_headings = of.drop_question_headings};
  for (const auto& stamp : seen.files)
    if (const auto file = folder.read(stamp.path)) add_document(made.documents, stamp.path, *file, options);
  made.index = retrieval::index{made.documents, {s.chunk_size, s.overlap_size}};
  made.index_seconds = clock.seconds();
  return made;
}

std::vector<question> read_questions(const labelled_folder& of) {
  std::vector<question> questions;
  evaluation::read_json_lines(of.questions, read_file(of.questions), [&](const auto& line) {
    auto next = question{line.text("id"), line.text("q"), line.text("doc"), line.text("answer")};
    if (!std::filesystem::exists(std::filesystem::path{of.documents} / next.document))
      line.refuse("\"doc\": there is no " + next.document + " in " + of.documents);
    questions.push_back(std::move(next));
  });
  if (questions.empty()) throw std::runtime_error{of.questions + " holds no question"};
  return questions;
}

} // namespace troupe::app::eval
