#include "app/eval/passages.hpp"

#include "app/eval/read_file.hpp"
#include "app/eval/stopwatch.hpp"
#include "evaluation/json_lines.hpp"
#include "language/markdown.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <set>
#include <stdexcept>
#include <variant>

namespace troupe::app::eval {
namespace {

using evaluation::json_line;

language::document read_passage(const json_line& line, const config::settings& s) {
  const auto title = line.optional_text("title");
  const auto source = (title.empty() ? "" : "# " + title + "\n\n") + line.text("text");
  // Without a path: what stands in the place of a title would be made of the id.
  auto parsed = language::parse_markdown(source, {}, {.max_bytes = s.max_document_bytes});
  if (const auto* error = std::get_if<language::document_error>(&parsed))
    line.refuse(R"("text")" + error->reason);
  auto& document = std::get<language::document>(parsed);
  document.path = line.text("id");
  return std::move(document);
}

role role_of(const json_line& line, const std::string& speaker) {
  if (speaker == "user") return role::customer;
  if (speaker == "agent") return role::assistant;
  line.refuse(R"("turns": a speaker is "user" or "agent", not ")" + speaker + '"');
}

/// What was said before the question, which is the last turn.
std::vector<message> read_history(const json_line& line) {
  const auto* turns = line.find("turns");
  if (!turns) return {};
  auto history = std::vector<message>{};
  try {
    for (const auto& turn : *turns) {
      auto next = message{};
      next.from = role_of(line, turn.at("speaker").get<std::string>());
      next.text = turn.at("text").get<std::string>();
      history.push_back(std::move(next));
    }
  } catch (const nlohmann::json::exception&) {
    line.refuse(R"("turns" is no list of {"speaker","text"})");
  }
  if (history.empty() || history.back().from != role::customer)
    line.refuse("\"turns\" does not end with a question of the user");
  history.pop_back();
  return history;
}

std::vector<std::string> read_labels(const json_line& line) {
  const auto* labels = line.find("answerability");
  if (!labels) return {};
  try {
    return labels->get<std::vector<std::string>>();
  } catch (const nlohmann::json::exception&) {
    line.refuse("\"answerability\" is no list of labels");
  }
}

} // namespace

CLI::Option* add_options(CLI::App& command, labelled_passages& of) {
  auto* passages = command.add_option("--passages", of.passages, R"(JSON lines {"id","title"?,"text"})");
  auto* queries = command.add_option(
      "--queries", of.queries,
      R"(JSON lines {"id","text","turns"?:[{"speaker","text"}]}, turns ending with the question)");
  passages->check(CLI::ExistingFile)->needs(queries);
  queries->check(CLI::ExistingFile)->needs(passages);
  return passages;
}

passage_base read_passages(const labelled_passages& of, const config::settings& s) {
  const auto text = read_file(of.passages);
  const auto clock = stopwatch{};
  std::vector<language::document> documents;
  std::set<std::string, std::less<>> ids;
  evaluation::read_json_lines(of.passages, text, [&](const json_line& line) {
    documents.push_back(read_passage(line, s));
    if (!ids.insert(documents.back().path).second)
      line.refuse("a second passage with the id " + documents.back().path);
  });
  if (documents.empty()) throw std::runtime_error{of.passages + " holds no passage"};
  auto made = passage_base{retrieval::index{documents, {s.chunk_size, s.overlap_size}}};
  made.index_seconds = clock.seconds();
  return made;
}

std::vector<query> read_queries(const labelled_passages& of, const config::settings& s) {
  std::vector<query> queries;
  evaluation::read_json_lines(of.queries, read_file(of.queries), [&](const json_line& line) {
    auto next = query{line.text("id"), line.text("text"), read_history(line), read_labels(line), {}};
    next.conversation = next.history.empty() ? next.text : next.history.front().text;
    const auto seen = std::min(next.history.size(), s.history_messages);
    next.history.erase(next.history.begin(), next.history.end() - static_cast<std::ptrdiff_t>(seen));
    queries.push_back(std::move(next));
  });
  if (queries.empty()) throw std::runtime_error{of.queries + " holds no query"};
  return queries;
}

} // namespace troupe::app::eval
