#include "app/eval/retrieval.hpp"
#include "app/eval/stopwatch.hpp"
#include "evaluation/plain_text.hpp"
#include "retrieval/context.hpp"

#include <algorithm>
#include <limits>

namespace troupe::app::eval {
namespace {

constexpr std::size_t depth = 50;           // of the rankings that are measured and written
constexpr std::size_t told_characters = 60; // of an answer: enough to tell its passage from any other
constexpr auto whole = std::numeric_limits<std::size_t>::max();

std::string section_id(std::string_view path, std::uint32_t section, std::uint32_t subsection) {
  return std::string{path} + '#' + std::to_string(section) + '.' + std::to_string(subsection);
}

/// The sections of a knowledge base, by what they say.
class sections {
public:
  explicit sections(std::span<const language::document> documents) {
    for (const auto& document : documents)
      for (const auto& one : document.sections)
        all_.push_back({section_id(document.path, one.section_index, one.subsection_index),
                        evaluation::plain_text(one.sentences)});
  }

  /// Those that hold a text.
  [[nodiscard]] evaluation::judgements that_hold(std::string_view text) const {
    evaluation::judgements found;
    for (const auto& one : all_)
      if (!text.empty() && one.text.find(text) != std::string::npos) found.emplace(one.id, 1);
    return found;
  }

private:
  struct section {
    std::string id;
    std::string text;
  };
  std::vector<section> all_;
};

bool holds(const retrieval::context& context, std::string_view text) {
  return !text.empty() && std::ranges::any_of(context.sources, [&](const auto& source) {
    return evaluation::plain_text(source.chunk->sentences).find(text) != std::string::npos;
  });
}

/// A section counts once, at its best chunk.
evaluation::judged_ranking judge_sections(const retrieval::search_result& found,
                                          const evaluation::judgements& relevant) {
  std::vector<std::string> ids;
  for (const auto& hit : found.hits) {
    const auto& chunk = *hit.chunk;
    auto id = section_id(chunk.path, chunk.section_index, chunk.subsection_index);
    if (std::ranges::find(ids, id) == ids.end()) ids.push_back(std::move(id));
  }
  return evaluation::judge(std::vector<std::string_view>{ids.begin(), ids.end()}, relevant);
}

ordered_json prediction_of(const question& asked, const retrieval::search_result& found) {
  auto ranking = ordered_json::array();
  for (const auto& hit : found.hits)
    ranking.push_back({{"doc", hit.chunk->path}, {"chunk", hit.chunk->id}, {"score", hit.score}});
  auto pages = ordered_json::array();
  for (const auto& page : found.pages) pages.push_back({{"doc", page.path}, {"score", page.score}});
  return {{"id", asked.id}, {"ranking", std::move(ranking)}, {"pages", std::move(pages)}};
}

ordered_json measure(const knowledge_base& base, const leg& by, std::span<const question> questions,
                     std::size_t context_tokens, predictions* write) {
  const auto all_sections = sections{base.documents};
  auto figures = means{};
  auto seconds = 0.0;
  for (const auto& asked : questions) {
    const auto clock = stopwatch{};
    const auto context =
        retrieval::cut_to_budget(search(base.index, by, asked.text, {}, {}), {.tokens = context_tokens});
    seconds += clock.seconds();

    const auto found = search(base.index, by, asked.text, {}, {.limit = depth});
    const auto answer = evaluation::plain_text(evaluation::sentences_of(asked.answer));
    const auto told = evaluation::first_characters(answer, told_characters);
    const auto relevant = all_sections.that_hold(told);
    const auto by_page = judge_pages(found, {{asked.document, 1}});
    const auto by_section = judge_sections(found, relevant);
    figures.add("page_ndcg_at_10", evaluation::ndcg_at(10, by_page));
    figures.add("hit_at_3", evaluation::recall_at(3, by_page));
    figures.add("mrr", evaluation::reciprocal_rank_at(whole, by_page));
    figures.add("section_ndcg_at_10", evaluation::ndcg_at(10, by_section));
    figures.add("answer_recall", holds(context, told) ? 1 : 0);
    figures.add("questions_with_section", relevant.empty() ? 0 : 1);
    if (write) write->add(prediction_of(asked, found));
  }
  auto result = figures.result();
  result["queries_per_second"] = static_cast<double>(questions.size()) / seconds;
  return result;
}

} // namespace

int measure_pages(const retrieval_options& with, const config::settings& s) {
  const auto questions = read_questions(with.folder);
  auto base = read_knowledge_base(with.folder, s);
  const auto encoder = find_model(s);
  auto write = predictions{with.output};
  auto figures = ordered_json{{"documents", base.documents.size()},
                              {"chunks", base.index.chunks().size()},
                              {"questions", questions.size()},
                              {"index_seconds", base.index_seconds}};
  if (encoder) {
    const auto clock = stopwatch{};
    base.index = embed(base.index, *encoder, s);
    figures["embedding_seconds"] = clock.seconds();
  }
  const auto all = legs(encoder, base.index);
  for (const auto& one : all)
    figures[one.name] =
        measure(base, one, questions, s.context_tokens, &one == &all.back() ? &write : nullptr);
  write.close();
  print(figures, with.output);
  return 0;
}

} // namespace troupe::app::eval
