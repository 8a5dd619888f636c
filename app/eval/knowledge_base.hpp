#pragma once
#include "config/settings.hpp"
#include "retrieval/index.hpp"

#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
} // namespace CLI

namespace troupe::app::eval {

/// A folder of documents with questions on them.
struct labelled_folder {
  std::string documents;
  std::string questions;
  bool drop_question_headings = false;
};
/// Returns the option that says where they are.
CLI::Option* add_options(CLI::App& command, labelled_folder&);

/// A question of customers, where it is answered, and how.
struct question {
  std::string id;
  std::string text;
  std::string document; ///< its path in the folder
  std::string answer;   ///< markdown
};

struct knowledge_base {
  std::vector<language::document> documents;
  retrieval::index index;
  double index_seconds = 0; ///< to read the files, parse and index them
};

/// Says on standard error what could not be read. Throws std::runtime_error if the folder cannot.
[[nodiscard]] knowledge_base read_knowledge_base(const labelled_folder&, const config::settings&);

/// Throws evaluation::bad_line, or std::runtime_error if the file cannot be read.
[[nodiscard]] std::vector<question> read_questions(const labelled_folder&);

} // namespace troupe::app::eval
