#include "actors/embedder/recall.hpp"
#include "actors/knowledge/corpus.hpp"
#include "app/commands.hpp"
#include "app/model.hpp"
#include "app/store.hpp"
#include "storage/sql/reader.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <iostream>
#include <memory>
#include <variant>

namespace troupe::app {
namespace {

constexpr std::size_t shown_bytes = 160; // of a passage

struct search_command {
  std::string query;
  std::size_t limit = 5;
  bool explain = false;
};

retrieval::index stored_index(storage::sql::reader& from, const config::settings& s) {
  auto known = knowledge::corpus{};
  for (auto& record : from.documents()) {
    auto path = record.path;
    known.emplace(std::move(path), knowledge::recall(std::move(record), s.max_document_bytes));
  }
  return *knowledge::index_of(known, {s.chunk_size, s.overlap_size});
}

/// With what the store has of its sections; by words, said on standard error, where that is not all.
retrieval::index embedded(const retrieval::index& index, storage::sql::reader& from, const model& by) {
  const auto sections = embedder::recall(index, from.embeddings(by.name()));
  if (sections.missing.empty()) return index.with_embeddings(sections.embeddings, by.encoder.dimensions());
  std::cerr << "troupe: by words alone: " << sections.missing.size() << " of " << sections.hashes.size()
            << " sections are not embedded yet; `troupe ingest` does it\n";
  return index;
}

/// The beginning of a passage, on one line.
std::string beginning(const std::string& text) {
  auto line = text.substr(0, shown_bytes);
  // Not in the middle of a character.
  while (line.size() < text.size() && !line.empty()
         && (static_cast<unsigned char>(text[line.size()]) & 0xC0U) == 0x80U)
    line.pop_back();
  for (auto& c : line)
    if (c == '\n') c = ' ';
  return line.size() < text.size() ? line + "…" : line;
}

void print(const retrieval::search_result& found, bool explain) {
  auto rank = 0;
  for (const auto& hit : found.hits) {
    std::printf("%d. %s, %s\n   %s\n", ++rank, hit.chunk->path.c_str(), hit.chunk->heading.c_str(),
                beginning(hit.chunk->text).c_str());
    if (explain)
      std::printf("   score %.3f: bm25 %.3f, vector %.3f, fused %.3f, page %.3f, tokens %.3f\n", hit.score,
                  hit.bm25, hit.cosine, hit.fused, hit.page, hit.tokens);
  }
  if (explain) std::printf("answerable: %.3f\n", found.answerable);
}

int search(const search_command& with, const config::settings& s) {
  auto from = storage::sql::reader{connect_store(s, storage::sqlite::access::read_only)};
  auto index = stored_index(from, s);
  auto read = language::text_states{};
  auto tokens = language::token_vectors{};
  const auto loaded = load_model(s);
  if (const auto* by = std::get_if<model>(&loaded)) {
    index = embedded(index, from, *by);
    read = by->encoder.read(with.query);
    if (const auto* project = by->tokens()) tokens = (*project)(read.tokens);
  } else
    std::cerr << "troupe: by words alone: " << std::get<language::model_error>(loaded).reason << '\n';
  const auto found = index.search(with.query, {.limit = with.limit, .vector = read.mean, .tokens = &tokens});
  if (found.hits.empty()) std::cout << "nothing was found\n";
  print(found, with.explain);
  return 0;
}

} // namespace

void add_search(CLI::App& cli, eval::job& chosen) {
  const auto with = std::make_shared<search_command>(); // the parser writes into it, the job reads it
  auto* command =
      cli.add_subcommand("search", "Search the stored documents; reading beside a server is safe");
  command->add_option("query", with->query, "What to search for")->required();
  command->add_option("--limit", with->limit, "Passages to show")->check(CLI::Range(1, 1000));
  command->add_flag("--explain", with->explain, "Show the score of each stage");
  command->callback(
      [with, &chosen] { chosen = [with](const config::settings& s) { return search(*with, s); }; });
}

} // namespace troupe::app
