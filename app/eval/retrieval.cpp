#include "app/eval/retrieval.hpp"

#include "actors/workflow/get_context/query.hpp"
#include "app/eval/commands.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iterator>
#include <memory>

namespace troupe::app::eval {

std::vector<leg> legs(const std::optional<model>& with, const retrieval::index& index) {
  if (!with) return {{"bm25", true, nullptr}};
  if (index.query_encoder())
    return {{"bm25", true, nullptr}, {"vector", false, &*with, true}, {"distilled", true, &*with, true}};
  return {{"bm25", true, nullptr}, {"vector", false, &*with}, {"hybrid", true, &*with}};
}

retrieval::search_result search(const retrieval::index& index, const leg& by, std::string_view text,
                                std::span<const message> history, retrieval::search_options options) {
  const auto words =
      by.by_words ? get_context::query_of(text, history) : std::vector<retrieval::query_part>{};
  if (!by.meaning) return index.search(words, options);
  if (by.distilled) {
    const auto vector = get_context::guess(*index.query_encoder(), text, history);
    options.vector = vector;
    return index.search(words, options);
  }
  const auto& encoder = by.meaning->encoder;
  auto encode = language::remembering_encoder{[&encoder](std::string_view of) {
                                                return language::text_embedding{encoder.encode(of), {}};
                                              },
                                              0};
  const auto read = encoder.read(text);
  const auto vector = get_context::vector_of(encode, read.mean, text, history);
  const auto* project = by.meaning->tokens();
  const auto tokens = project ? (*project)(read.tokens) : language::token_vectors{};
  options.vector = vector;
  options.tokens = &tokens;
  return index.search(words, options);
}

evaluation::judged_ranking judge_pages(const retrieval::search_result& found,
                                       const evaluation::judgements& known) {
  std::vector<std::string_view> paths;
  std::ranges::transform(found.pages, std::back_inserter(paths), &retrieval::page_hit::path);
  return evaluation::judge(paths, known);
}

void add_retrieval(CLI::App& eval, job& chosen) {
  const auto with = std::make_shared<retrieval_options>(); // the parser writes into it, the job reads it
  auto* command = eval.add_subcommand("retrieval", "Whether the right page, section or passage is found");
  auto* pages = add_options(*command, with->folder);
  auto* passages = add_options(*command, with->passages);
  auto* qrels = command->add_option("--qrels", with->qrels, "Lines of query TAB passage TAB grade");
  qrels->check(CLI::ExistingFile)->needs(passages);
  passages->needs(qrels)->excludes(pages);
  add_options(*command, with->output);
  command->callback([with, &chosen] {
    if (with->folder.documents.empty() && with->passages.passages.empty())
      throw CLI::RequiredError{"--documents or --passages"};
    const auto measure = with->passages.passages.empty() ? measure_pages : measure_passages;
    chosen = [with, measure](const config::settings& s) { return measure(*with, s); };
  });
}

} // namespace troupe::app::eval
