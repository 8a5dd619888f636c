#include "app/eval/read_file.hpp"
#include "app/eval/retrieval.hpp"
#include "app/eval/stopwatch.hpp"
#include "evaluation/qrels.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>

namespace troupe::app::eval {
namespace {

constexpr std::size_t measured_depth = 1000; // of the rankings that are measured
constexpr std::size_t written_depth = 50;    // of those in the predictions

void add(means& figures, const evaluation::judged_ranking& ranked) {
  figures.add("ndcg_at_10", evaluation::ndcg_at(10, ranked));
  figures.add("p_at_3", evaluation::precision_at(3, ranked));
  figures.add("r_at_3", evaluation::recall_at(3, ranked));
  figures.add("r_at_10", evaluation::recall_at(10, ranked));
  figures.add("mrr_at_3", evaluation::reciprocal_rank_at(3, ranked));
  figures.add("map_at_1000", evaluation::average_precision_at(measured_depth, ranked));
}

/// A passage with its best chunk.
ordered_json prediction_of(const std::string& id, const retrieval::search_result& found) {
  std::map<std::string_view, std::string_view> chunks;
  for (const auto& hit : found.hits) chunks.emplace(hit.chunk->path, hit.chunk->id);
  auto ranking = ordered_json::array();
  for (const auto& page : std::span{found.pages}.first(std::min(written_depth, found.pages.size())))
    ranking.push_back({{"passage", page.path}, {"chunk", chunks[page.path]}, {"score", page.score}});
  return {{"id", id}, {"ranking", std::move(ranking)}};
}

/// Means over the queries that have a relevant passage.
class passage_figures {
public:
  passage_figures(const retrieval::index& index, const leg& by) : index_{&index}, by_{by} {}

  retrieval::search_result search(std::string_view text, std::span<const message> history,
                                  const evaluation::judgements* known) {
    const auto clock = stopwatch{};
    auto found = eval::search(*index_, by_, text, history, {.limit = measured_depth});
    seconds_ += clock.seconds();
    ++searched_;
    if (known) add(means_, judge_pages(found, *known));
    return found;
  }

  [[nodiscard]] ordered_json result() const {
    auto figures = means_.result();
    figures["queries_per_second"] = static_cast<double>(searched_) / seconds_;
    return figures;
  }

private:
  const retrieval::index* index_;
  leg by_;
  means means_;
  std::size_t searched_ = 0;
  double seconds_ = 0;
};

/// Null if nothing is relevant to the query.
const evaluation::judgements* relevant_to(const query& asked, const evaluation::qrels& all) {
  const auto found = all.find(asked.id);
  if (found == all.end()) return nullptr;
  const auto any = std::ranges::any_of(found->second, [](const auto& one) { return one.second > 0; });
  return any ? &found->second : nullptr;
}

} // namespace

int measure_passages(const retrieval_options& with, const config::settings& s) {
  const auto qrels = evaluation::read_qrels(with.qrels, read_file(with.qrels));
  const auto queries = read_queries(with.passages, s);
  auto base = read_passages(with.passages, s);
  const auto encoder = find_model(s);
  auto write = predictions{with.output};
  const auto judged = std::ranges::count_if(
      queries, [&](const query& asked) { return relevant_to(asked, qrels) != nullptr; });
  if (judged == 0) throw std::runtime_error{with.qrels + " names no relevant passage for any of the queries"};
  const auto conversations =
      std::ranges::any_of(queries, [](const query& asked) { return !asked.history.empty(); });

  auto figures = ordered_json{{"passages", base.index.documents()},
                              {"chunks", base.index.chunks().size()},
                              {"queries", queries.size()},
                              {"queries_with_relevant_passages", judged},
                              {"index_seconds", base.index_seconds}};
  if (encoder) {
    const auto clock = stopwatch{};
    base.index = embed(base.index, *encoder, s);
    figures["embedding_seconds"] = clock.seconds();
  }
  const auto all = legs(encoder, base.index);
  for (const auto& one : all) {
    auto whole = passage_figures{base.index, one};
    auto last_turn = passage_figures{base.index, one};
    for (const auto& asked : queries) {
      const auto* known = relevant_to(asked, qrels);
      const auto found = whole.search(asked.text, asked.history, known);
      if (&one == &all.back()) write.add(prediction_of(asked.id, found));
      if (conversations) (void)last_turn.search(asked.text, {}, known);
    }
    figures[one.name] = whole.result();
    if (conversations) figures[std::string{one.name} + "_last_turn"] = last_turn.result();
  }
  write.close();
  print(figures, with.output);
  return 0;
}

} // namespace troupe::app::eval
