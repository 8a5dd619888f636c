#include "retrieval/index.hpp"

#include "language/tokens.hpp"
#include "retrieval/answerability.hpp"
#include "retrieval/page_score.hpp"

#include <algorithm>
#include <functional>

namespace troupe::retrieval {
namespace {

constexpr double page_share = 0.15;
constexpr std::size_t judged_hits = 3; // for answerability: the right passage need not be the first

std::string path_text(const language::chunk& chunk) {
  std::string text;
  for (std::size_t i = 1; i < chunk.heading_path.size(); ++i) text += chunk.heading_path[i] + ' ';
  return text;
}

bm25f::entry fields_of(const language::chunk& chunk) {
  return {language::terms(chunk.title), language::terms(path_text(chunk)), language::terms(chunk.heading),
          language::terms(chunk.text)};
}

/// Unique terms; what several parts ask weighs their sum.
std::vector<weighted_term> terms_of(std::span<const query_part> query) {
  std::vector<weighted_term> found;
  for (const auto& part : query) {
    auto terms = language::terms(part.text);
    std::ranges::sort(terms);
    const auto repeats = std::ranges::unique(terms);
    terms.erase(repeats.begin(), repeats.end());
    for (auto& term : terms) {
      const auto known = std::ranges::find(found, term, &weighted_term::term);
      if (known == found.end())
        found.push_back({std::move(term), part.weight});
      else
        known->weight += part.weight;
    }
  }
  return found;
}

struct candidate {
  std::uint32_t chunk;
  double bm25;
  double fused;
  double page;
  [[nodiscard]] double score() const noexcept { return fused + page_share * page; }
};

/// The `limit` best by score, ties by their place, best first.
template <class T, class Score, class Place>
void keep_best(std::vector<T>& all, std::size_t limit, Score score, Place place) {
  const auto kept = static_cast<std::ptrdiff_t>(std::min(limit, all.size()));
  std::ranges::partial_sort(all, all.begin() + kept, [&](const T& a, const T& b) {
    const auto first = std::invoke(score, a);
    const auto second = std::invoke(score, b);
    return first != second ? first > second : std::invoke(place, a) < std::invoke(place, b);
  });
  all.resize(static_cast<std::size_t>(kept));
}

} // namespace

index::index(std::span<const language::document> documents, const language::chunk_options& options)
    : page_begins_{0} {
  std::vector<bm25f::entry> entries;
  for (const auto& document : documents) {
    for (auto& chunk : language::chunk_document(document, options)) {
      entries.push_back(fields_of(chunk));
      chunks_.push_back(std::make_shared<const language::chunk>(std::move(chunk)));
    }
    page_begins_.push_back(static_cast<std::uint32_t>(chunks_.size()));
  }
  lexical_ = bm25f{entries};
}

search_result index::search(std::string_view question, const search_options& options) const {
  const query_part whole{question};
  return search(std::span{&whole, 1}, options);
}

search_result index::search(std::span<const query_part> query, const search_options& options) const {
  const auto terms = terms_of(query);
  auto found = lexical_.search(terms);
  if (!options.category.empty())
    std::erase_if(found, [&](const auto& one) { return chunks_[one.entry]->category != options.category; });
  if (found.empty()) return {};
  const double best = std::ranges::max(found, {}, &bm25f::scored::score).score;

  search_result result;
  std::vector<candidate> candidates;
  candidates.reserve(found.size());
  std::vector<float> of_page;
  for (auto at = found.begin(); at != found.end();) {
    const auto page = std::ranges::upper_bound(page_begins_, at->entry);
    const auto end = std::ranges::lower_bound(at, found.end(), *page, {}, &bm25f::scored::entry);
    of_page.clear();
    for (auto one = at; one != end; ++one) of_page.push_back(static_cast<float>(one->score / best));
    const double score = page_score(of_page, *page - *(page - 1));
    result.pages.push_back({chunks_[at->entry]->path, score});
    for (; at != end; ++at) candidates.push_back({at->entry, at->score, at->score / best, score});
  }
  keep_best(candidates, options.limit, &candidate::score, &candidate::chunk);
  keep_best(result.pages, options.limit, &page_hit::score, &page_hit::path);
  for (const auto& one : candidates)
    result.hits.push_back({chunks_[one.chunk], one.bm25, one.fused, one.page, one.score()});
  for (const auto& one : std::span{candidates}.first(std::min(judged_hits, candidates.size())))
    result.answerable = std::max(result.answerable, answerability(lexical_, terms, one.chunk, one.bm25));
  for (const auto& [term, weight] : terms) result.terms.push_back({term, weight * lexical_.idf(term)});
  return result;
}

} // namespace troupe::retrieval
