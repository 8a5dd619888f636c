#pragma once
#include "config/settings.hpp"
#include "messages/wire/message.hpp"
#include "retrieval/index.hpp"

#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
} // namespace CLI

namespace troupe::app::eval {

/// Passages with queries on them.
struct labelled_passages {
  std::string passages;
  std::string queries;
};
/// Returns the option that says where they are.
CLI::Option* add_options(CLI::App& command, labelled_passages&);

/// A question, and the conversation that it comes from.
struct query {
  std::string id;
  std::string text;
  std::vector<message> history;           ///< before the question; as much as a turn of Troupe sees
  std::vector<std::string> answerability; ///< its labels
  std::string conversation;               ///< how it began
};

/// Each passage is a document of its own, with its id as the path.
struct passage_base {
  retrieval::index index;
  double index_seconds = 0; ///< to parse and index
};

/// These throw evaluation::bad_line, or std::runtime_error if a file cannot be read.
[[nodiscard]] passage_base read_passages(const labelled_passages&, const config::settings&);
[[nodiscard]] std::vector<query> read_queries(const labelled_passages&, const config::settings&);

} // namespace troupe::app::eval
